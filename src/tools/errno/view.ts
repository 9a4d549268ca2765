import wrapAnsi from "wrap-ansi";

import { type Column, layOut } from "../../command/columns.ts";
import type { ErrorEntry } from "./catalogue.ts";

const INDENT = "  ";
const CALLS_INDENT = "      ";

const columns: readonly Column[] = [
  { title: "Number", isNumber: true },
  { title: "Name" },
  { title: "Exception" },
  { title: "Text" },
];

/** All errors as a table; a star marks those that sockets meet. */
export function listLines(entries: readonly ErrorEntry[]): string[] {
  const rows = entries.map(({ number, name, exception, text, explanation }) => [
    String(number),
    explanation === null ? name : `${name} *`,
    exception,
    text,
  ]);
  return [...layOut(columns, rows), "", "* “bsd-sockets errno NAME” tells when sockets meet it."];
}

/** All that is known of an error, in lines of a width. */
export function entryLines(entry: ErrorEntry, width: number): string[] {
  const { name, number, text, aliases, exception, explanation } = entry;
  const also = aliases.length === 0 ? "" : ` (also ${aliases.join(", ")})`;
  const raised = `${INDENT}Raised as ${exception}.`;
  const head = [`${name} ${number}: ${text}${also}`, raised];
  if (explanation === null) return [...head, `${INDENT}Not one that sockets are known for.`];
  const { meetings, wayOut } = explanation;
  return [
    ...head,
    "",
    ...meetings.flatMap(([calls, when]) => [
      `${INDENT}${calls}`,
      ...wrapped(`${when}.`, CALLS_INDENT, width),
    ]),
    "",
    ...wrapped(wayOut, INDENT, width),
  ];
}

function wrapped(text: string, indent: string, width: number): string[] {
  const lines = wrapAnsi(text, width - indent.length).split("\n");
  return lines.map((line) => indent + line);
}

/** An error as JSON. */
export function jsonLine({ explanation, ...entry }: ErrorEntry): string {
  const meetings = explanation?.meetings.map(([calls, when]) => ({ calls, when })) ?? [];
  return JSON.stringify({ ...entry, meetings, wayOut: explanation?.wayOut ?? null });
}
