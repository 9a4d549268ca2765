/**
 * The command `bsd-sockets capture`: shows the packets of an interface, one line each.
 *
 * @module
 */

import type { Command } from "commander";

import { runCommand } from "../../command/run.ts";
import { capture } from "./capture.ts";
import { defineOptions, type Options } from "./options.ts";

/** Makes `command` the one that shows packets. */
export function defineCapture(command: Command): void {
  command.description(
    "Shows the packets of an interface, one line each in the columns of tshark, until Ctrl-C.\n" +
      "It needs Linux, and root or CAP_NET_RAW.",
  );
  defineOptions(command);
  command.action(async (options: Options) => {
    await runCommand("capture", () => capture(options));
  });
}
