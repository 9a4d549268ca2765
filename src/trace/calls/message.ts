// sendmsg and recvmsg.

import { addressOr } from "../address.ts";
import { type Arguments, pointer } from "../arguments.ts";
import type { Decoder } from "../decoded.ts";
import { int32, int32List, int64, int64List } from "../integers.ts";
import { constant, controlTypes, levels, messageFlags } from "../names.ts";
import { flags, named, quote, quoteBeginning } from "../notation.ts";

/** Where the parts of a message are: see `Messages` in native/trace/recorded/message.h. */
const slot = { name: 8, control: 9, counts: 10, firstBuffer: 11 } as const;

interface Counts {
  namePointer: number;
  nameLength: number;
  controlLength: number;
  flags: number;
  /** How many buffers there are; the lengths are those of the first. */
  bufferCount: number;
  bufferLengths: number[];
}

function countsOf(bytes: Buffer): Counts {
  const [
    namePointer = 0,
    nameLength = 0,
    controlLength = 0,
    bits = 0,
    bufferCount = 0,
    ...bufferLengths
  ] = int64List(bytes);
  return { namePointer, nameLength, controlLength, flags: bits, bufferCount, bufferLengths };
}

function name(call: Arguments, counts: Counts): string {
  const bytes = call.answered(slot.name) ?? call.asked(slot.name);
  return addressOr(pointer(counts.namePointer), bytes);
}

/** What was received is as long as the result says, over all the buffers. */
function buffers(call: Arguments, counts: Counts, isReceived: boolean): string {
  let left = isReceived ? (call.result ?? 0) : Infinity;
  const parts = counts.bufferLengths.map((length, index) => {
    const there = Math.min(left, length);
    left -= there;
    const at = slot.firstBuffer + index;
    const bytes = (isReceived ? call.answered(at) : call.asked(at)) ?? Buffer.alloc(0);
    return `{iov_base=${quote(bytes, there)}, iov_len=${length}}`;
  });
  if (counts.bufferCount > parts.length) parts.push("...");
  return `[${parts.join(", ")}]`;
}

/** The header of an item: its length (as wide as a pointer on Linux), its level and its type. */
const isWide = process.platform === "linux";
const LEVEL_AT = isWide ? 8 : 4;
const DATA_AT = LEVEL_AT + 8;
const ALIGNMENT = isWide ? 8 : 4;

function item(bytes: Buffer, length: number): string {
  const [level, type] = [int32(bytes, LEVEL_AT), int32(bytes, LEVEL_AT + 4)];
  const data = bytes.subarray(DATA_AT, length);
  const isSocketLevel = level === constant("SOL_SOCKET");
  const typeText = isSocketLevel ? named(type, controlTypes(), "SCM_") : `0x${type.toString(16)}`;
  const isRights = isSocketLevel && type === constant("SCM_RIGHTS");
  const dataText = isRights ? `[${int32List(data).join(", ")}]` : quoteBeginning(data);
  return (
    `{cmsg_len=${length}, cmsg_level=${named(level, levels(), "SOL_")}, ` +
    `cmsg_type=${typeText}, cmsg_data=${dataText}}`
  );
}

function control(bytes: Buffer): string {
  const items: string[] = [];
  for (let at = 0; at + DATA_AT <= bytes.length;) {
    const length = isWide ? int64(bytes, at) : int32(bytes, at) >>> 0;
    if (length < DATA_AT || at + length > bytes.length) break;
    items.push(item(bytes.subarray(at, at + length), length));
    at += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
  }
  return `[${items.join(", ")}]`;
}

function message(call: Arguments, isReceived: boolean): string {
  const asked = countsOf(call.asked(slot.counts) ?? Buffer.alloc(0));
  const answer = call.answered(slot.counts);
  const counts = answer === undefined ? asked : countsOf(answer);
  const nameLength =
    asked.nameLength === counts.nameLength
      ? String(asked.nameLength)
      : `${asked.nameLength} => ${counts.nameLength}`;
  const controlBytes = call.answered(slot.control) ?? call.asked(slot.control);
  const hasControl = controlBytes !== undefined && counts.controlLength > 0;
  return [
    `{msg_name=${name(call, counts)}`,
    `msg_namelen=${nameLength}`,
    `msg_iov=${buffers(call, counts, isReceived)}`,
    `msg_iovlen=${counts.bufferCount}`,
    ...(hasControl ? [`msg_control=${control(controlBytes)}`] : []),
    `msg_controllen=${counts.controlLength}`,
    `msg_flags=${flags(counts.flags, messageFlags())}}`,
  ].join(", ");
}

/** What strace says of a message that did not come. */
function emptyMessage(call: Arguments): string {
  return `{msg_namelen=${countsOf(call.asked(slot.counts) ?? Buffer.alloc(0)).nameLength}}`;
}

export const messages: Readonly<Record<string, Decoder>> = {
  sendmsg: (call) => ({
    arguments: [
      String(call.number(0)),
      message(call, false),
      flags(call.number(2), messageFlags()),
    ],
  }),
  recvmsg: (call) => {
    const fd = String(call.number(0));
    if (call.result === null) return { arguments: [fd], isPartial: true };
    const text = call.isDone ? message(call, true) : emptyMessage(call);
    return { arguments: [fd, text, flags(call.number(2), messageFlags())] };
  },
};
