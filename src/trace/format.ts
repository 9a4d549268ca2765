import { styleText } from "node:util";

import type { Call } from "./call.ts";

/** How the parts of a line are coloured. */
export interface Palette {
  name(text: string): string;
  string(text: string): string;
  success(text: string): string;
  failure(text: string): string;
  duration(text: string): string;
}

const same = (text: string): string => text;

/** No colours. */
export const plain: Palette = {
  name: same,
  string: same,
  success: same,
  failure: same,
  duration: same,
};

/** For a terminal. */
export const coloured: Palette = {
  name: (text) => styleText("cyan", text),
  string: (text) => styleText("yellow", text),
  success: (text) => styleText("green", text),
  failure: (text) => styleText("red", text),
  duration: (text) => styleText("gray", text),
};

const SECOND_DIGITS = 6;

function colourStrings(known: string, palette: Palette): string {
  return known.replace(/"(?:[^"\\]|\\.)*"/gu, (text) => palette.string(text));
}

function beginning(name: string, known: string, palette: Palette): string {
  // A string of megabytes is more than a regular expression has stack for.
  const strings = palette === plain ? known : colourStrings(known, palette);
  return `${palette.name(name)}(${strings}`;
}

/** What a call gave, as strace prints it behind the equals sign. */
export function formatResult(call: Call, palette: Palette): string {
  if (call.errno !== null) return palette.failure(`-1 ${call.errno} (${call.message ?? ""})`);
  // The flags that fcntl tells.
  const isMask = call.comment?.startsWith("flags ") === true;
  const number = isMask ? `0x${call.result.toString(16)}` : String(call.result);
  return palette.success(call.comment === null ? number : `${number} (${call.comment})`);
}

/**
 * A call in strace's notation:
 * `connect(17, {sa_family=AF_INET, …}, 16) = -1 EINPROGRESS (Operation now in progress) <0.000052>`.
 *
 * @param options - `colours` adds the escape sequences of a terminal
 */
export function formatCall(call: Call, options: { readonly colours?: boolean } = {}): string {
  return formatWith(options.colours === true ? coloured : plain, call);
}

/** The same in some colours. */
export function formatWith(palette: Palette, call: Call): string {
  const start = beginning(call.name, call.arguments.join(", "), palette);
  const duration = palette.duration(`<${call.duration.toFixed(SECOND_DIGITS)}>`);
  return `${start}) = ${formatResult(call, palette)} ${duration}`;
}

/** The beginning of a call that has not returned, as {@link formatCall} will begin. */
export function formatBeginning(text: string, palette: Palette): string {
  const end = text.indexOf("(");
  return beginning(text.slice(0, end), text.slice(end + 1), palette);
}
