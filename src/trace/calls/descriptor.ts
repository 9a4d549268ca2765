// What can be done with a descriptor of any kind, and what makes one that is no socket.

import { constants } from "node:fs";

import type { Arguments } from "../arguments.ts";
import type { Decoded, Decoder } from "../decoded.ts";
import { int32, int32List } from "../integers.ts";
import { O_CLOEXEC } from "../names.ts";
import { flags, quote } from "../notation.ts";

const isLinux = process.platform === "linux";
const FD_CLOEXEC = 1;

/** The requests that the addon makes, by their numbers in the headers. */
const requests = new Map(
  isLinux
    ? [
        [0x5421, "FIONBIO"],
        [0x5450, "FIONCLEX"],
        [0x5451, "FIOCLEX"],
      ]
    : [
        [0x8004667e, "FIONBIO"],
        [0x20006602, "FIONCLEX"],
        [0x20006601, "FIOCLEX"],
      ],
);

const commands = new Map<number, string>([
  [1, "F_GETFD"],
  [2, "F_SETFD"],
  [3, "F_GETFL"],
  [isLinux ? 1030 : 67, "F_DUPFD_CLOEXEC"],
]);

const O_LARGEFILE = isLinux ? 0o100000 : 0;
const ACCESS_MODES = ["O_RDONLY", "O_WRONLY", "O_RDWR"];

const statusFlags = new Map<number, string>([
  [constants.O_APPEND, "O_APPEND"],
  [constants.O_NONBLOCK, "O_NONBLOCK"],
  ...(isLinux ? [[O_LARGEFILE, "O_LARGEFILE"] as const] : []),
]);

function statusText(value: number): string {
  const mode = ACCESS_MODES[value & 3] ?? "O_ACCMODE";
  const rest = value & ~3;
  return rest === 0 ? mode : `${mode}|${flags(rest, statusFlags)}`;
}

/** The flags that a fcntl told, as strace has them behind the number. */
function told(command: string | undefined, call: Arguments): string | null {
  if (!call.isDone) return null;
  const result = call.result ?? 0;
  if (command === "F_GETFL") return `flags ${statusText(result)}`;
  if (command === "F_GETFD" && result === FD_CLOEXEC) return "flags FD_CLOEXEC";
  return null;
}

function control(call: Arguments): Decoded {
  const command = commands.get(call.number(1));
  const known = [String(call.number(0)), command ?? String(call.number(1))];
  if (call.has(2)) {
    const value = call.number(2);
    known.push(command === "F_SETFD" && value === FD_CLOEXEC ? "FD_CLOEXEC" : String(value));
  }
  return { arguments: known, comment: told(command, call) };
}

function pair(call: Arguments): string {
  const fds = call.answered(0);
  return fds === undefined ? call.pointer(0) : `[${int32List(fds).join(", ")}]`;
}

export const descriptors: Readonly<Record<string, Decoder>> = {
  fcntl: control,
  ioctl: (call) => {
    const request = call.number(1);
    const value = call.asked(2);
    const known = [String(call.number(0)), requests.get(request) ?? `0x${request.toString(16)}`];
    return { arguments: value === undefined ? known : [...known, `[${int32(value)}]`] };
  },
  pipe: (call) => ({ arguments: [pair(call)] }),
  pipe2: (call) => ({
    arguments: [pair(call), flags(call.number(1), new Map([[O_CLOEXEC, "O_CLOEXEC"]]))],
  }),
  sethostname: (call) => ({
    arguments: [quote(call.asked(0) ?? Buffer.alloc(0), call.number(1)), String(call.number(1))],
  }),
};
