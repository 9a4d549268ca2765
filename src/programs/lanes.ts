import { styleText } from "node:util";

import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** The two sides of a conversation. */
export type Side = "server" | "client";

/** Shows what two sides print, as it comes. */
export interface Lanes {
  title(text: string): void;
  line(side: Side, text: string): void;
}

const NARROWEST_LANE = 24;

/** Side by side on a terminal that is wide enough; otherwise a line each, with its side before it. */
export function lanesFor(stream: NodeJS.WriteStream): Lanes {
  const width = Math.floor(((stream.columns || 80) - 3) / 2);
  return stream.isTTY && width >= NARROWEST_LANE ? sideBySide(stream, width) : labelled(stream);
}

function labelled(stream: NodeJS.WritableStream): Lanes {
  return {
    title(text) {
      stream.write(`\n${text}\n`);
    },
    line(side, text) {
      stream.write(`${side} | ${text}\n`);
    },
  };
}

function sideBySide(stream: NodeJS.WritableStream, width: number): Lanes {
  const row = (left: string, right: string): void => {
    stream.write(`${left}${" ".repeat(Math.max(width - stringWidth(left), 0))} │ ${right}\n`);
  };
  return {
    title(text) {
      stream.write(`\n${styleText("bold", text)}\n`);
      row(styleText("cyan", "server"), styleText("yellow", "client"));
      stream.write(`${"─".repeat(width)}─┼─${"─".repeat(width)}\n`);
    },
    line(side, text) {
      for (const part of wrapAnsi(text, width, { hard: true, trim: false }).split("\n")) {
        if (side === "server") row(part, "");
        else row("", part);
      }
    },
  };
}
