import { complain, guardStreams, statusOfOutput, type WriteError } from "./output.ts";
import { FAILED, INTERRUPTED } from "./status.ts";

/** A failure that a command reports in one line, with its exit status. */
export class CommandFailure extends Error {
  readonly status: number;

  constructor(message: string, status: number = FAILED) {
    super(message);
    this.status = status;
  }
}

// Errors are known by their looks: their classes load the addon, which reads its environment then, and
// `trace` sets that environment first.

/** Whether an error is an OSError of `print`: standard output could not be written. */
export function isPrintError(error: unknown): error is WriteError {
  if (!(error instanceof Error)) return false;
  const { syscall, errno } = error as NodeJS.ErrnoException;
  // The errno of Node's own errors is negative.
  return syscall === "write" && (errno ?? 0) > 0;
}

function isKeyboardInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === "KeyboardInterrupt";
}

/** How a command runs. */
export interface RunOptions {
  /** Whether the command ends when nobody reads its output any more. True, if it is left out. */
  readonly needsReader?: boolean;
}

/**
 * Runs the action of a command and sets the exit status that it returns. Ctrl-C and a reader that left
 * end it without a message; a {@link CommandFailure}, and output that cannot be written, with a line
 * on standard error. Any other error is thrown.
 */
export async function runCommand(
  name: string,
  action: () => number | Promise<number>,
  { needsReader = true }: RunOptions = {},
): Promise<void> {
  try {
    const status = action();
    // A command that blocks never returns to Node's streams, and prints by `print`.
    if (typeof status !== "number") guardStreams(name, needsReader);
    process.exitCode = await status;
  } catch (error) {
    process.exitCode = statusOf(name, error);
  }
}

function statusOf(name: string, error: unknown): number {
  if (isKeyboardInterrupt(error)) return INTERRUPTED;
  if (isPrintError(error)) return statusOfOutput(name, error);
  if (!(error instanceof CommandFailure)) throw error;
  complain(`${name}: ${error.message}`);
  return error.status;
}
