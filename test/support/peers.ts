import { root, Running } from "./programs.ts";

/**
 * Starts a Python program of test/support/python. An object as the last parameter is passed as JSON
 * on standard input, because it may be longer than an argument.
 */
export function startPeer(name: string, ...parameters: (string | number | object)[]): Running {
  const file = `${root}test/support/python/${name}.py`;
  const words = parameters.filter((word) => typeof word !== "object").map(String);
  const running = new Running("python3", ["-u", file, ...words], { stdio: "pipe" });
  const given = parameters.find((word) => typeof word === "object");
  running.child.stdin?.end(JSON.stringify(given ?? null));
  return running;
}

/** Waits until a process has exited with 0, and returns the JSON that it printed last. */
export async function answerOf<Answer>(running: Running): Promise<Answer> {
  const status = await running.ends();
  if (status !== 0) throw new Error(`ended with ${status}:\n${running.stdout}\n${running.stderr}`);
  return JSON.parse(running.lines.at(-1) ?? "") as Answer;
}

/** Returns a port where nobody listens. */
export async function unusedPort(): Promise<number> {
  await using probe = startPeer("unused_port");
  return (await answerOf<{ port: number }>(probe)).port;
}
