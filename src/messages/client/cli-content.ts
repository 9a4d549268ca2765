import { closeSync, openSync, readSync } from "node:fs";

import { CommandFailure } from "../../command/run.ts";
import { INVALID_ARGUMENTS } from "../../command/status.ts";
import { CLIENT_BINARY_TYPE, encodeWithin } from "../protocol/encoder.ts";
import { MessageError } from "../protocol/errors.ts";
import { highestLimits } from "../protocol/limits.ts";
import type { Outgoing } from "../protocol/message.ts";

/** The request, as given on the command line. */
export interface ContentWords {
  /** The action and the value; empty with --file. */
  readonly words: readonly string[];
  readonly file?: string;
  readonly type?: string;
  readonly encoding?: string;
}

const STANDARD_INPUT = 0;
const PIECE_BYTES = 65_536;

/** Builds the request from an action and a value like the tutorial's client, or from a file. */
export function outgoingOf(words: ContentWords): Outgoing {
  const outgoing = uncheckedOf(words);
  try {
    // Encode it now: an invalid request is an error before we connect.
    encodeWithin(outgoing, highestLimits, CLIENT_BINARY_TYPE);
    return outgoing;
  } catch (error) {
    if (error instanceof MessageError) throw new CommandFailure(error.message, INVALID_ARGUMENTS);
    throw error;
  }
}

function uncheckedOf({ words, file, type, encoding }: ContentWords): Outgoing {
  const form = {
    ...(type === undefined ? {} : { type }),
    ...(encoding === undefined ? {} : { encoding }),
  };
  if (file !== undefined) return { content: contentOf(file, type), ...form };
  const [action, value] = words as [string, string];
  const isJson = type === undefined ? action === "search" : type === "text/json";
  return { content: isJson ? { action, value } : Buffer.from(action + value, "utf8"), ...form };
}

function contentOf(file: string, type: string | undefined): unknown {
  const bytes = contentBytes(file);
  if (type !== "text/json") return bytes;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new CommandFailure(`${nameOf(file)} must hold JSON in UTF-8`, INVALID_ARGUMENTS);
  }
}

function contentBytes(file: string): Buffer {
  try {
    const fd = file === "-" ? STANDARD_INPUT : openSync(file, "r");
    try {
      return readAll(fd, file);
    } finally {
      if (fd !== STANDARD_INPUT) closeSync(fd);
    }
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error;
    throw new CommandFailure(`cannot read ${nameOf(file)}: ${error.message}`);
  }
}

// A device such as /dev/zero has no end, so stop reading at the largest possible message.
function readAll(fd: number, file: string): Buffer {
  const pieces: Buffer[] = [];
  for (let total = 0; total <= highestLimits.contentLength;) {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const count = readSync(fd, piece);
    if (count === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, count));
    total += count;
  }
  throw new CommandFailure(`${nameOf(file)} is too long for a message`);
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}
