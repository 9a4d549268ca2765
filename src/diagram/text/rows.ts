import type { styleText } from "node:util";

import type { Row, StateNote } from "../diagram.ts";
import { cut } from "../essentials.ts";
import { kindOf, noteText, outcomeOf, type Piece, piecesOf } from "../row-text.ts";
import { widthOf } from "../width.ts";

type Format = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is. */
export type Brush = (format: Format, text: string) => string;

/** The brush without colours. */
export const plain: Brush = (_, text) => text;

/** The colours of the lanes. */
export const sideColours = { server: "cyan", client: "yellow" } as const;

const answerColours = { usual: "yellow", failed: "red" } as const;

const stateColours = {
  open: "green",
  listening: "blue",
  opening: "yellow",
  closing: "magenta",
  idle: "gray",
} as const;

const GAP = 2;
const INDENT = "  ";

/** Fills a text with spaces to a width, whatever colours it has. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(width - widthOf(text), 0));
}

/** The lines of a row in its lane: what was asked, what was answered, and at the right the states. */
export function rowLines(row: Row, width: number, brush: Brush): string[] {
  const lines = piecesOf(row, width).map((pieces, index) => {
    const line = pieces.map((piece) => paintPiece(row, piece, brush)).join(" ");
    return index === 0 ? line : INDENT + line;
  });
  for (const note of row.states) {
    const text = paintNote(note, width, brush);
    const last = lines.at(-1)!;
    const room = width - widthOf(last) - widthOf(text);
    if (room >= GAP) lines[lines.length - 1] = last + " ".repeat(room) + text;
    else lines.push(" ".repeat(width - widthOf(text)) + text);
  }
  return lines;
}

function paintPiece({ call }: Row, { kind, text }: Piece, brush: Brush): string {
  if (kind === "length" || kind === "output") return brush("dim", text);
  const outcome = outcomeOf(call);
  return kind === "asked" || outcome === "good" ? text : brush(answerColours[outcome], text);
}

function paintNote(note: StateNote, width: number, brush: Brush): string {
  const text = brush(stateColours[kindOf(note)], cut(noteText(note), width));
  return note.hasChanged ? brush("bold", text) : text;
}
