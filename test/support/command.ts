import { inNamespace } from "./namespace.ts";
import { startPeer } from "./peers.ts";
import { root, Running } from "./programs.ts";

const MAIN = `${root}dist/cli/main.js`;

/** Starts the command `bsd-sockets`. */
export function command(...words: (string | number)[]): Running {
  return new Running(process.execPath, [MAIN, ...words.map(String)]);
}

/** Starts the command in its own network namespace, after a shell script. */
export function commandBehind(script: string, ...words: (string | number)[]): Running {
  const shell = ["sh", "-c", `${script}\nexec "$@"`, "sh", process.execPath, MAIN];
  const [unshare, ...kinds] = inNamespace("--net");
  return new Running(unshare, [...kinds, ...shell, ...words.map(String)]);
}

/** The output of a command, and its exit status. */
export interface Outcome {
  status: number | string;
  stdout: string;
  stderr: string;
}

/** Waits for a command to end. */
export async function outcomeOf(program: Running): Promise<Outcome> {
  await using running = program;
  return { status: await running.ends(), stdout: running.stdout, stderr: running.stderr };
}

/**
 * Starts the command in a terminal of some width, and presses Ctrl-C once it has printed a text.
 */
export function commandInTerminal(columns: number, awaited: string, ...words: string[]): Running {
  return startPeer("in_terminal", columns, {
    command: [process.execPath, MAIN, ...words],
    awaited,
  });
}
