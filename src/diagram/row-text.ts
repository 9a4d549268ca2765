import type { Call } from "../trace/call.ts";
import type { Row, StateNote } from "./diagram.ts";
import { askedText, resultOf, shortenedText } from "./essentials.ts";
import { formatLength } from "./numbers.ts";
import { widthOf } from "./width.ts";

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

/** A piece of a row's text: the call (or one that only prints), its answer, or how long it was blocked. */
export interface Piece {
  readonly kind: "asked" | "output" | "answer" | "length";
  readonly text: string;
}

/** Errors that programs meet often, and go on. */
const usual = new Set(["EAGAIN", "EINPROGRESS", "EINTR"]);

/** How a call ended: most failures are told, some are every day's. */
export function outcomeOf({ errno }: Call): "good" | "usual" | "failed" {
  if (errno === null) return "good";
  return usual.has(errno) ? "usual" : "failed";
}

/** A row's text in one line if that fits a width, or in two: what was asked, and what was answered. */
export function piecesOf({ call, part, isBlocked }: Row, width: number): Piece[][] {
  const asked = (text: string): Piece => ({ kind: isOutput(call) ? "output" : "asked", text });
  if (part === "start") return [[asked(askedText(call, part, width))]];
  const answer: Piece[] = [{ kind: "answer", text: resultOf(call) }];
  if (isBlocked) answer.push({ kind: "length", text: `<${formatLength(call.duration)}>` });
  const short = shortenedText(call, part, width - widthOf(lineText(answer)) - 1);
  if (short !== null) return [[asked(short), ...answer]];
  return [[asked(askedText(call, part, width))], answer];
}

/** True for what a program prints: it belongs to the trace, but not to the conversation. */
function isOutput({ name, fd }: Call): boolean {
  return name === "write" && (fd === STANDARD_OUTPUT || fd === STANDARD_ERROR);
}

/** The text of a line of pieces. */
export function lineText(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join(" ");
}

/** A state in words: `"fd 4 SYN_SENT → ESTABLISHED"`. */
export function noteText({ fd, state, before }: StateNote): string {
  const isChange = before !== undefined && state !== "closed";
  return `fd ${fd} ${isChange ? `${before} → ` : ""}${state}`;
}

/** What a state means for a conversation; each kind has a colour. */
export type StateKind = "open" | "listening" | "opening" | "closing" | "idle";

/** The kind of a state. */
export function kindOf({ state }: StateNote): StateKind {
  if (state === "ESTABLISHED") return "open";
  if (state === "LISTEN") return "listening";
  if (state.startsWith("SYN")) return "opening";
  return /WAIT|CLOSING|LAST_ACK/u.test(state) ? "closing" : "idle";
}
