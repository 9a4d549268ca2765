import { outOfRange, quoted, typeName, wrongType } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import { DEFAULT_BUFFER_SIZE, SocketFile, type Transport } from "./socket-file.ts";
import type { Newline, TextEncoding } from "./newlines.ts";
import { SocketTextFile } from "./text-file.ts";

/** Named arguments of {@link Socket.makefile}. */
export interface MakefileOptions {
  /** The size of the buffers in bytes. 0 is unbuffered, which only a file of bytes can be. */
  buffering?: number | null;
  /** The encoding of a file of text. Default `"utf-8"`. */
  encoding?: TextEncoding | null;
  /** What ends the lines of a file of text: see {@link Newline}. */
  newline?: Newline;
}

const ENCODINGS: readonly string[] = ["utf-8", "utf-16le", "latin1"];
const NEWLINES: readonly unknown[] = [null, "", "\n", "\r", "\r\n"];

/** Returns a file of bytes or of text, depending on the mode. */
export function openFile(
  transport: Transport,
  mode: string,
  { buffering = null, encoding = null, newline = null }: MakefileOptions,
): SocketFile | SocketTextFile {
  checkMode(mode);
  const isText = !mode.includes("b");
  const bufferSize = sizeOf(buffering);
  if (isText && bufferSize === 0) throw outOfRange("unbuffered streams must be binary");
  if (encoding !== null && !ENCODINGS.includes(encoding)) {
    throw outOfRange(`unknown encoding ${quoted(encoding)}; known are ${ENCODINGS.join(", ")}`);
  }
  if (!NEWLINES.includes(newline))
    throw outOfRange(
      `illegal newline value: ${typeof newline === "string" ? quoted(newline) : typeName(newline)}`,
    );
  const writable = mode.includes("w");
  const readable = mode.includes("r") || !writable;
  const file = new SocketFile(transport, { readable, writable, bufferSize });
  return isText ? new SocketTextFile(file, { encoding: encoding ?? "utf-8", newline }) : file;
}

function checkMode(mode: unknown): void {
  if (typeof mode !== "string") {
    throw wrongType(`makefile(): mode must be a string, not ${typeName(mode)}`);
  }
  if (!/^[rwb]*$/u.test(mode)) {
    throw outOfRange(`invalid mode ${quoted(mode)} (only r, w, b allowed)`);
  }
}

function sizeOf(buffering: number | null): number {
  if (buffering === null) return DEFAULT_BUFFER_SIZE;
  checkInteger(buffering, "makefile(): buffering");
  return buffering < 0 ? DEFAULT_BUFFER_SIZE : buffering;
}
