import { execFileSync } from "node:child_process";

/** Runs a Python program, given as text, and returns the JSON that it prints. */
export function askPython(code: string, input: unknown = null): unknown {
  const output = execFileSync("python3", ["-c", code], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output);
}
