import { BrokenPipeError, KeyboardInterrupt, OSError } from "../errors.ts";

/** What shells show for a program that SIGINT or SIGPIPE has ended. */
const INTERRUPTED = 130;
const NOBODY_READS = 141;
const CANNOT_PRINT = 1;

/** A failure that is told in one line, with the exit status that goes with it. */
export class ToolFailure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/**
 * Runs a tool and sets the exit status that it gives. Ctrl-C and a reader that has gone (`| head`) end
 * it without a word; a {@link ToolFailure}, or a full disk behind standard output, is a line on
 * standard error.
 */
export function runTool(name: string, tool: () => number): void {
  try {
    process.exitCode = tool();
  } catch (error) {
    process.exitCode = statusOf(name, error);
  }
}

/** {@link runTool} for a tool that waits in Node's event loop too. */
export async function runAsyncTool(name: string, tool: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await tool();
  } catch (error) {
    process.exitCode = statusOf(name, error);
  }
}

function statusOf(name: string, error: unknown): number {
  if (error instanceof KeyboardInterrupt) return INTERRUPTED;
  if (error instanceof OSError && error.syscall === "write") {
    if (error instanceof BrokenPipeError) return NOBODY_READS;
    process.stderr.write(`${name}: cannot print: ${error.message}\n`);
    return CANNOT_PRINT;
  }
  if (!(error instanceof ToolFailure)) throw error;
  process.stderr.write(`${name}: ${error.message}\n`);
  return error.status;
}
