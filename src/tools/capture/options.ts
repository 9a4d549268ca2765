import type { Command } from "commander";

import { HIGHEST_PORT } from "../../arguments/integers.ts";
import { wholeNumber } from "../../command/numbers.ts";

/** What the command line asks for. */
export interface Options {
  readonly interface: string;
  readonly port?: number;
  readonly count?: number;
  readonly hex?: true;
  readonly write?: string;
  readonly json?: true;
}

/** Gives `command` its options. */
export function defineOptions(command: Command): void {
  command
    .option("-i, --interface <name>", "the interface to look at; any: all of them", "lo")
    .option(
      "-p, --port <number>",
      "only TCP and UDP from or to this port",
      wholeNumber(1, HIGHEST_PORT),
    )
    .option("-c, --count <number>", "end after so many packets", wholeNumber(1))
    .option("-x, --hex", "show the bytes that a packet carries")
    .option("-w, --write <file>", "write the packets to a file too, in Wireshark's format pcapng")
    .option("--json", "print each packet as a line of JSON");
}
