/**
 * The exit statuses of all commands. The tutorial's programs have the tutorial's, and `ping` has those
 * of Linux's.
 *
 * @module
 */

import { constants } from "node:os";

/** What shells show for a program that a signal ended. */
export function statusOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** The command did what it was asked for. */
export const DONE = 0;

/** It failed, with the reason on standard error. */
export const FAILED = 1;

/** Its arguments are invalid: the status that shells, and Python's argparse, have for that. */
export const INVALID_ARGUMENTS = 2;

/** Ctrl-C ended it. */
export const INTERRUPTED: number = statusOfSignal("SIGINT");

/** Nobody reads its output any more, as after `| head`; it ends without a message. */
export const NOBODY_READS: number = statusOfSignal("SIGPIPE");
