import { execFileSync } from "node:child_process";

/** What CPython answers: the JSON that a program, given as text, prints. */
export function askPython(code: string, input: unknown = null): unknown {
  const output = execFileSync("python3", ["-c", code], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output);
}
