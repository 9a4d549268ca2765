import { type Command, InvalidArgumentError } from "commander";

/** What the command line asks for. */
export interface Options {
  readonly interface: string;
  readonly port?: number;
  readonly count?: number;
  readonly hex?: true;
  readonly write?: string;
  readonly json?: true;
}

const LARGEST_PORT = 65_535;

/** Gives `command` its options. */
export function defineOptions(command: Command): void {
  command
    .option("-i, --interface <name>", "the interface to look at; any: all of them", "lo")
    .option("-p, --port <number>", "only TCP and UDP from or to this port", wholeUpTo(LARGEST_PORT))
    .option("-c, --count <number>", "end after so many packets", wholeUpTo(Number.MAX_SAFE_INTEGER))
    .option("-x, --hex", "show the bytes that a packet carries")
    .option("-w, --write <file>", "write the packets to a file too, in Wireshark's format pcapng")
    .option("--json", "print each packet as a line of JSON");
}

function wholeUpTo(largest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/u.test(text) && number >= 1 && number <= largest) return number;
    const range = largest === LARGEST_PORT ? `from 1 to ${LARGEST_PORT}` : "above 0";
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}
