// Raw bytes of an attacking peer: the package's own encoder refuses to make them.

import { command } from "./command.ts";
import { Running } from "./programs.ts";

/** Characters that a terminal may interpret instead of showing. A line break is allowed. */
export const OBEYED = /[^\P{C}\n]|[\u2028\u2029]/u;

/** Frames a message with any text as its header. */
export function frame(header: string, content: string | Uint8Array = ""): Buffer {
  const bytes = Buffer.from(header);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.from(content)]);
}

/** Returns the members of a JSON header, without braces, with any text as content-length. */
export function members(contentLength: number | string, type = "text/json"): string {
  const kind = `"byteorder":"little","content-type":"${type}","content-encoding":"utf-8"`;
  return `${kind},"content-length":${contentLength}`;
}

/** Returns a valid JSON request. */
export function request(content: string): Buffer {
  return frame(`{${members(Buffer.byteLength(content))}}`, content);
}

/** Starts the message server on a port that the kernel chooses. */
export function serve(...words: (string | number)[]): Running {
  return command("serve", "127.0.0.1", 0, ...words);
}

/** A user that owns nothing. */
const NOBODY = 65_534;

/** Why another user's actions cannot be tested, or false. */
export const needsOtherUser: string | false =
  process.getuid?.() !== 0 && "NOT RUN: only root can act as another user";

/** Starts a Python program, given as text, as another user. */
export function startAsNobody(code: string, ...words: string[]): Running {
  const options = { uid: NOBODY, gid: NOBODY, cwd: "/" };
  return new Running("python3", ["-u", "-c", code, ...words], options);
}
