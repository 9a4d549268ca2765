// Inputs saved as files: the corpus, and the crashes.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../../support/programs.ts";

/** The corpus has inputs that reach more code; crashes are inputs that have failed. */
export type Kind = "corpus" | "crashes";

/** An input, and the path of its file relative to the package's root. */
export interface Kept {
  readonly path: string;
  readonly input: Buffer;
}

const LONGEST_SHOWN = 3000;

function folderOf(kind: Kind, target: string): string {
  return join("test", "fuzz", kind, target);
}

/** Returns the saved inputs of a target. */
export function readKept(kind: Kind, target: string): Kept[] {
  const folder = folderOf(kind, target);
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({ path, input: readFileSync(join(root, path)) }));
}

/** Saves an input and returns its path. The name is a hash, so each input is saved once. */
export function keep(kind: Kind, target: string, input: Uint8Array): string {
  const folder = folderOf(kind, target);
  mkdirSync(join(root, folder), { recursive: true });
  const path = join(folder, createHash("sha256").update(input).digest("hex").slice(0, 16));
  writeFileSync(join(root, path), input);
  return path;
}

/** Saves an input that failed, prints a message, and returns its path. */
export function keepCrash(target: string, input: Uint8Array, error: unknown): string {
  const path = keep("crashes", target, input);
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`${path} (${shown(input)}): ${reason}`);
  return path;
}

/** Formats short inputs so that you can copy them from a log. */
function shown(input: Uint8Array): string {
  return input.length <= LONGEST_SHOWN
    ? Buffer.from(input).toString("base64")
    : `${input.length} bytes`;
}
