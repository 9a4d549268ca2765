import { nativeFunction } from "../addon/addon.ts";
import { Arguments } from "./arguments.ts";
import type { Call } from "./call.ts";
import { descriptors } from "./calls/descriptor.ts";
import { lifecycle } from "./calls/lifecycle.ts";
import { messages } from "./calls/message.ts";
import { multiplexing } from "./calls/multiplex.ts";
import { socketOptions } from "./calls/options.ts";
import { transfer } from "./calls/transfer.ts";
import type { Decoder } from "./decoded.ts";
import { errors, tcpStates } from "./names.ts";
import type { RawCall } from "../addon/raw-call.ts";

const strerror: (errno: number) => string = nativeFunction("strerror");

const decoders: Readonly<Record<string, Decoder>> = {
  ...lifecycle,
  ...transfer,
  ...messages,
  ...socketOptions,
  ...descriptors,
  ...multiplexing,
};

const NANOSECONDS = 1e9;

/** The calls whose first argument is no descriptor that they are about. */
const withoutDescriptor = new Set([
  "socket",
  "socketpair",
  "epoll_create1",
  "kqueue",
  "pipe",
  "pipe2",
  "poll",
  "select",
  "sethostname",
]);

/** A call without a decoder shows its numbers. */
const plain: Decoder = (call) => {
  const texts: string[] = [];
  for (let index = 0; call.has(index); index++) texts.push(String(call.number(index)));
  return { arguments: texts };
};

function decodeArguments(raw: RawCall): ReturnType<Decoder> {
  return (decoders[raw.name] ?? plain)(new Arguments(raw));
}

/** What is known of a call before it returns: its beginning, as strace prints it. */
export function decodeBeginning(raw: RawCall): string {
  const { arguments: known, isPartial = false } = decodeArguments(raw);
  return `${raw.name}(${known.join(", ")}${isPartial ? ", " : ""}`;
}

/** A call that has returned. */
export function decode(raw: RawCall, thread: number): Call {
  const result = raw.result ?? 0;
  const isFailure = result < 0;
  const { arguments: texts, comment = null } = decodeArguments(raw);
  const states = raw.states.map(({ fd, state }) => ({
    fd,
    state: tcpStates().get(state) ?? String(state),
  }));
  return {
    number: raw.number,
    process: process.pid,
    thread,
    start: raw.start / NANOSECONDS,
    duration: raw.duration / NANOSECONDS,
    name: raw.name,
    arguments: texts,
    result: isFailure ? -1 : result,
    errno: isFailure ? (errors().get(-result) ?? String(-result)) : null,
    message: isFailure ? strerror(-result) : null,
    comment,
    fd: withoutDescriptor.has(raw.name) ? null : (raw.numbers[0] ?? null),
    ...(states.length > 0 && { states }),
  };
}
