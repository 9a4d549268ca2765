// recvfrom, sendto, read, write and sendfile.

import { address, addressOr } from "../address.ts";
import type { Arguments } from "../arguments.ts";
import type { Decoder } from "../decoded.ts";
import { int64 } from "../integers.ts";
import { messageFlags } from "../names.ts";
import { flags, quote } from "../notation.ts";
import { lengthOfAddress } from "./lifecycle.ts";

/** The bytes that came: as many as the result says, unless the buffer was smaller. */
function received(call: Arguments): string {
  const data = call.answered(1);
  if (data === undefined) return call.pointer(1);
  return quote(data, Math.min(call.result ?? 0, call.number(2)));
}

function sent(call: Arguments): string {
  const data = call.asked(1);
  return data === undefined ? call.pointer(1) : quote(data, call.number(2));
}

function sender(call: Arguments): string[] {
  if (!call.has(4)) return ["NULL", "NULL"];
  return [addressOr(call.pointer(4), call.answered(4)), lengthOfAddress(call, 5)];
}

function receiver(call: Arguments): string[] {
  const bytes = call.asked(4);
  if (bytes === undefined) return ["NULL", "0"];
  return [address(bytes), String(call.number(5))];
}

function offset(call: Arguments, index: number): string {
  const before = call.asked(index);
  const after = call.answered(index);
  if (before === undefined) return "NULL";
  if (after === undefined || int64(before) === int64(after)) return `[${int64(before)}]`;
  return `[${int64(before)}] => [${int64(after)}]`;
}

export const transfer: Readonly<Record<string, Decoder>> = {
  recvfrom: (call) => {
    const fd = String(call.number(0));
    if (call.result === null) return { arguments: [fd], isPartial: true };
    const rest = [String(call.number(2)), flags(call.number(3), messageFlags())];
    return { arguments: [fd, received(call), ...rest, ...sender(call)] };
  },
  sendto: (call) => ({
    arguments: [
      String(call.number(0)),
      sent(call),
      String(call.number(2)),
      flags(call.number(3), messageFlags()),
      ...receiver(call),
    ],
  }),
  read: (call) => {
    const fd = String(call.number(0));
    if (call.result === null) return { arguments: [fd], isPartial: true };
    return { arguments: [fd, received(call), String(call.number(2))] };
  },
  write: (call) => ({
    arguments: [String(call.number(0)), sent(call), String(call.number(2))],
  }),
  // (to, from, offset, count) on Linux; (from, to, offset, count, headers, flags) on the BSDs.
  sendfile: (call) => {
    const fds = [String(call.number(0)), String(call.number(1))];
    if (call.result === null) return { arguments: fds, isPartial: true };
    if (!call.has(4)) return { arguments: [...fds, offset(call, 2), String(call.number(3))] };
    return { arguments: [...fds, String(call.number(2)), offset(call, 3), "NULL", "0"] };
  },
};
