import { fileURLToPath } from "node:url";

const FRAME = /^ {4}at (?:async )?(?:(.*) \()?(.*?):(\d+):\d+\)?$/u;

/**
 * An error and where it came from, laid out as Python's `traceback.format_exc()`: the outermost call
 * first, the error itself last. Takes the error, for JavaScript has no current exception.
 */
export function format_exc(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`;
  // Programs can set it to anything.
  const frames = String(error.stack)
    .split("\n")
    .map((line) => FRAME.exec(line))
    .filter((match) => match !== null)
    .map(
      ([, name, file, line]) =>
        `  File "${pathOf(file ?? "")}", line ${line ?? ""}, in ${name ?? "<module>"}`,
    )
    .reverse();
  const summary = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  return ["Traceback (most recent call last):", ...frames, summary, ""].join("\n");
}

function pathOf(file: string): string {
  try {
    return file.startsWith("file:") ? fileURLToPath(file) : file;
  } catch {
    // A message may have a line that looks like a call, in a file that cannot be.
    return file;
  }
}
