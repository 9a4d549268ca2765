import { fileURLToPath } from "node:url";

const FRAME = /^ {4}at (?:async )?(?:(.*) \()?(.*?):(\d+):\d+\)?$/u;

/**
 * Formats an error and its stack like Python's `traceback.format_exc()`: the outermost call first,
 * the error itself last. It takes the error, because JavaScript has no current exception.
 */
export function format_exc(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`;
  // A program may have set it to anything.
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
    // A line of the message may look like a call, with an invalid file URL.
    return file;
  }
}
