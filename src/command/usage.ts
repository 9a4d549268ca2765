import { Command } from "commander";

/** The exit status for wrong words on a command line: that of shells, and of Python's argparse. */
export const WRONG_USAGE = 2;

/** A command that wrong words end with {@link WRONG_USAGE}; so do they the commands that it gets. */
export function commandNamed(name: string): Command {
  return new Command(name).exitOverride(({ exitCode }) =>
    process.exit(exitCode === 0 ? 0 : WRONG_USAGE),
  );
}
