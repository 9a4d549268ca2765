// select, poll, epoll and kqueue.

import type { Arguments } from "../arguments.ts";
import type { Decoded, Decoder } from "../decoded.ts";
import { int32, int64, uint16 } from "../integers.ts";
import { epollEvents, epollOperations, O_CLOEXEC, pollEvents } from "../names.ts";
import { flags, named } from "../notation.ts";

/** struct pollfd: int fd; short events; short revents. */
const POLLFD_LENGTH = 8;
/** struct epoll_event: packed on x86-64, where C would leave a hole. */
const isPacked = process.arch === "x64";
const EPOLL_DATA_AT = isPacked ? 4 : 8;
const EPOLL_EVENT_LENGTH = EPOLL_DATA_AT + 8;
/** strace shows as many elements of an array as bytes of a string. */
const MOST_ENTRIES = 32;

function slices(bytes: Buffer, length: number): Buffer[] {
  const count = Math.floor(bytes.length / length);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
}

function list(texts: readonly string[], count = texts.length): string {
  const shown = texts.slice(0, MOST_ENTRIES);
  return `[${[...shown, ...(count > shown.length ? ["..."] : [])].join(", ")}]`;
}

function poll(call: Arguments): Decoded {
  const entries = slices(call.asked(0) ?? Buffer.alloc(0), POLLFD_LENGTH);
  const texts = entries.map(
    (entry) => `{fd=${int32(entry)}, events=${flags(uint16(entry, 4), pollEvents())}}`,
  );
  const known = [list(texts, call.number(1)), String(call.number(1))];
  return { arguments: [...known, String(call.number(2))], comment: pollAnswer(call) };
}

function pollAnswer(call: Arguments): string | null {
  if (call.result === 0) return "Timeout";
  if (!call.isDone) return null;
  // Those that are ready, as the addon keeps them.
  const entries = slices(call.answered(0) ?? Buffer.alloc(0), POLLFD_LENGTH);
  const ready = entries.map(
    (entry) => `{fd=${int32(entry)}, revents=${flags(uint16(entry, 6), pollEvents())}}`,
  );
  return list(ready, call.result ?? 0);
}

function descriptorsIn(set: Buffer): number[] {
  return [...set].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7]
      .filter((bit) => (byte & (1 << bit)) !== 0)
      .map((bit) => 8 * index + bit),
  );
}

function set(bytes: Buffer | undefined): string {
  return bytes === undefined ? "NULL" : `[${descriptorsIn(bytes).join(" ")}]`;
}

function timeval(bytes: Buffer): string {
  // tv_usec has 32 bits on macOS, in a structure of the same length.
  return `{tv_sec=${int64(bytes)}, tv_usec=${int32(bytes, 8)}}`;
}

function timespec(bytes: Buffer): string {
  return `{tv_sec=${int64(bytes)}, tv_nsec=${int64(bytes, 8)}}`;
}

function select(call: Arguments): Decoded {
  const timeout = call.asked(4);
  const sets = [1, 2, 3].map((slot) => set(call.asked(slot)));
  const known = [String(call.number(0)), ...sets, timeout ? timeval(timeout) : "NULL"];
  return { arguments: known, comment: selectAnswer(call) };
}

function selectAnswer(call: Arguments): string | null {
  if (call.result === 0) return "Timeout";
  if (!call.isDone) return null;
  const parts = ["in", "out", "except"].flatMap((word, index) => {
    const answer = call.answered(index + 1);
    if (answer === undefined || descriptorsIn(answer).length === 0) return [];
    return [`${word} ${set(answer)}`];
  });
  const left = call.answered(4);
  // The BSDs leave the timeout as it was.
  if (left !== undefined && process.platform === "linux") parts.push(`left ${timeval(left)}`);
  return parts.join(", ");
}

function epollEvent(bytes: Buffer): string {
  const events = flags(int32(bytes), epollEvents());
  const [u32, u64] = [int32(bytes, EPOLL_DATA_AT) >>> 0, int64(bytes, EPOLL_DATA_AT)];
  return `{events=${events}, data={u32=${u32}, u64=${u64}}}`;
}

function epollControl(call: Arguments): Decoded {
  const operation = named(call.number(1), epollOperations(), "EPOLL_CTL_");
  const event = call.asked(3);
  const isDeletion = operation === "EPOLL_CTL_DEL";
  return {
    arguments: [
      String(call.number(0)),
      operation,
      String(call.number(2)),
      event === undefined || isDeletion ? call.pointer(3) : epollEvent(event),
    ],
  };
}

function epollWait(call: Arguments): Decoded {
  const fd = String(call.number(0));
  if (call.result === null) return { arguments: [fd], isPartial: true };
  const events = call.answered(1);
  const texts = slices(events ?? Buffer.alloc(0), EPOLL_EVENT_LENGTH).map(epollEvent);
  const answer = events === undefined ? call.pointer(1) : list(texts, call.result);
  return { arguments: [fd, answer, String(call.number(2)), String(call.number(3))] };
}

/** struct kevent: ident, filter, flags, fflags, data, udata. */
const KEVENT_LENGTH = 32;

function kevents(bytes: Buffer | undefined): string {
  const texts = slices(bytes ?? Buffer.alloc(0), KEVENT_LENGTH).map((entry) => {
    const filter = (uint16(entry, 8) << 16) >> 16;
    const bits = uint16(entry, 10).toString(16);
    return `{ident=${int64(entry)}, filter=${filter}, flags=0x${bits}, data=${int64(entry, 16)}}`;
  });
  return list(texts);
}

export const multiplexing: Readonly<Record<string, Decoder>> = {
  poll,
  select,
  epoll_create1: (call) => ({
    arguments: [flags(call.number(0), new Map([[O_CLOEXEC, "EPOLL_CLOEXEC"]]))],
  }),
  epoll_ctl: epollControl,
  epoll_wait: epollWait,
  kqueue: () => ({ arguments: [] }),
  kevent: (call) => {
    const known = [String(call.number(0)), kevents(call.asked(1)), String(call.number(2))];
    if (call.result === null) return { arguments: known, isPartial: true };
    const timeout = call.asked(5);
    const last = timeout === undefined ? "NULL" : timespec(timeout);
    return { arguments: [...known, kevents(call.answered(3)), String(call.number(4)), last] };
  },
};
