import { SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM } from "../../socket/index.ts";

const types = new Map<number, string>([
  [SOCK_STREAM, "stream"],
  [SOCK_DGRAM, "dgram"],
  [SOCK_SEQPACKET, "seqpacket"],
  [SOCK_RAW, "raw"],
]);

/** The type of a UNIX socket in words. */
export function unixType(type: number): string {
  return types.get(type) ?? String(type);
}

/**
 * A UNIX socket's name as text. As in /proc/net/unix and in `ss`, each null byte of an abstract name
 * is an `@`; a path ends at its first null byte.
 */
export function unixName(bytes: Uint8Array): string {
  const name = Buffer.from(bytes);
  if (name[0] === 0) return name.toString().replaceAll("\0", "@");
  const end = name.indexOf(0);
  return name.toString("utf8", 0, end === -1 ? name.length : end);
}
