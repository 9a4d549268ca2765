import { Command, CommanderError } from "commander";

import { guardStreams } from "./output.ts";
import { DONE, INVALID_ARGUMENTS } from "./status.ts";

/** Makes a command for {@link runCommandLine}. The commands below it inherit what is set here. */
export function commandNamed(name: string): Command {
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    guardStreams(name);
    stream.write(text);
  };
  return new Command(name).exitOverride().configureOutput({
    writeOut(text) {
      write(process.stdout, text);
    },
    writeErr(text) {
      write(process.stderr, text);
    },
  });
}

/**
 * Reads the command line, and runs the action that it names. Invalid arguments end it with
 * {@link INVALID_ARGUMENTS}; the help and the version, when they are asked for, with {@link DONE}.
 */
export async function runCommandLine(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? DONE : INVALID_ARGUMENTS;
  }
}
