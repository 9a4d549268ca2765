// Reads the reports of the sanitizers and valgrind. Each process writes its own file, so a report
// from a child process counts even if its test passes.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const LEAKS = "ERROR: LeakSanitizer: detected memory leaks";
// LeakSanitizer crashed while stopping the threads, so it has checked nothing.
const OWN_CRASH =
  /^Tracer caught signal .*\n(?:==\d+==.*\n)*==\d+==LeakSanitizer has encountered a fatal error\.\n(?:==\d+==HINT: .*\n?)*/gmu;

/** Creates or empties a folder for reports. */
export function emptyFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function textsIn(folder) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.startsWith("report."));
  return files.map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Returns the defects reported in a folder, without Node's own leaks. */
export function readReports(folder) {
  return textsIn(folder).flatMap(defectsIn);
}

/** Returns how many processes were not checked because LeakSanitizer crashed. */
export function countUnseen(folder) {
  return textsIn(folder).filter((text) => text.match(OWN_CRASH) !== null).length;
}

/** Returns the defects that one process reported. */
export function defectsIn(text) {
  const [before, leaks = ""] = text.split(LEAKS);
  const others = before
    .replace(OWN_CRASH, "")
    .replace(/^=+$|^==\d+==$/gmu, "")
    .trim();
  return [...(others === "" ? [] : [others]), ...leaksIn(leaks)];
}

function leaksIn(text) {
  const blocks = text.split(/\n\n/u).map((block) => block.trim());
  return blocks
    .filter((block) => /^(?:Direct|Indirect) leak/u.test(block))
    .filter((block) => !isLeakOfNode(block));
}

// The sanitizer's runtime and the C++ library: their callers are the real allocators.
const RUNTIME = /src\/libsanitizer\/|\/lib(?:stdc\+\+|c|asan)\.so|\bin (?:void )?std::/u;
const ADDON = /\bbsd_sockets\b|[ /](?:native|node-addon-api)\//u;

/**
 * V8 keeps pointers in memory that LeakSanitizer does not scan, and frees none of it at exit. A
 * block is Node's if the node program allocated it, unless it did so for the addon through
 * Node-API. V8's heap may grow during any call, and that memory is always V8's.
 */
function isLeakOfNode(block) {
  const frames = block.split("\n").filter((line) => /^ *#\d+ /u.test(line));
  const allocator = frames.find((frame) => !RUNTIME.test(frame)) ?? "";
  if (!allocator.includes(`(${process.execPath}+`)) return false;
  return allocator.includes("v8::internal::") || !frames.some((frame) => ADDON.test(frame));
}
