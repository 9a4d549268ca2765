// setsockopt and getsockopt.

import type { Arguments } from "../arguments.ts";
import type { Decoder } from "../decoded.ts";
import { int32 } from "../integers.ts";
import { errors, levels, optionName } from "../names.ts";
import { named, quoteBeginning } from "../notation.ts";

const LINGER_LENGTH = 8;
const CREDENTIALS_LENGTH = 12;

function value(option: string, bytes: Buffer, isTold: boolean): string {
  if (option === "SO_LINGER" && bytes.length === LINGER_LENGTH) {
    return `{l_onoff=${int32(bytes)}, l_linger=${int32(bytes, 4)}}`;
  }
  if (option === "SO_PEERCRED" && bytes.length === CREDENTIALS_LENGTH) {
    return `{pid=${int32(bytes)}, uid=${int32(bytes, 4)}, gid=${int32(bytes, 8)}}`;
  }
  if (bytes.length !== 4) return quoteBeginning(bytes);
  const number = int32(bytes);
  const error = isTold && option === "SO_ERROR" ? errors().get(number) : undefined;
  return `[${error ?? String(number)}]`;
}

function start(call: Arguments): { texts: string[]; option: string } {
  const level = call.number(1);
  const option = optionName(level, call.number(2));
  return { texts: [String(call.number(0)), named(level, levels(), "SOL_"), option], option };
}

function told(call: Arguments, option: string): string {
  const bytes = call.answered(3);
  return bytes === undefined ? call.pointer(3) : value(option, bytes, true);
}

function length(call: Arguments): string {
  const before = int32(call.asked(4) ?? Buffer.alloc(0));
  const after = int32(call.answered(4) ?? call.asked(4) ?? Buffer.alloc(0));
  return before === after ? `[${before}]` : `[${before} => ${after}]`;
}

export const socketOptions: Readonly<Record<string, Decoder>> = {
  setsockopt: (call) => {
    const { texts, option } = start(call);
    const bytes = call.asked(3);
    const text = bytes === undefined ? call.pointer(3) : value(option, bytes, false);
    return { arguments: [...texts, text, String(call.number(4))] };
  },
  getsockopt: (call) => {
    const { texts, option } = start(call);
    if (call.result === null) return { arguments: texts, isPartial: true };
    return { arguments: [...texts, told(call, option), length(call)] };
  },
};
