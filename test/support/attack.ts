// What a peer that means harm sends, as raw bytes: the package's own encoder refuses to make it.

import { command } from "./command.ts";
import { Running } from "./programs.ts";

/** What a terminal may obey instead of showing it. A line break ends a line, as it should. */
export const OBEYED = /[^\P{C}\n]|[\u2028\u2029]/u;

/** A message with some text for its header. */
export function frame(header: string, content: string | Uint8Array = ""): Buffer {
  const bytes = Buffer.from(header);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.from(content)]);
}

/** The members of a header of JSON, without braces, with some text for its content-length. */
export function members(contentLength: number | string, type = "text/json"): string {
  const kind = `"byteorder":"little","content-type":"${type}","content-encoding":"utf-8"`;
  return `${kind},"content-length":${contentLength}`;
}

/** A message of JSON as it should be. */
export function request(content: string): Buffer {
  return frame(`{${members(Buffer.byteLength(content))}}`, content);
}

/** Starts the message server on a port of the kernel's choice. */
export function serve(...words: (string | number)[]): Running {
  return command("serve", "127.0.0.1", 0, ...words);
}

/** A user that owns nothing. */
const NOBODY = 65_534;

/** Why nothing can be tried as another user, or false. */
export const needsOtherUser: string | false =
  process.getuid?.() !== 0 && "NOT RUN: only root can try what another user can do";

/** Starts a Python program, given as text, as another user. */
export function startAsNobody(code: string, ...words: string[]): Running {
  const options = { uid: NOBODY, gid: NOBODY, cwd: "/" };
  return new Running("python3", ["-u", "-c", code, ...words], options);
}
