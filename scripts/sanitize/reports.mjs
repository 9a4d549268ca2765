// What the sanitizers and valgrind reported. Each process writes a file of its own, so that a report
// counts also when it comes from a child process whose test did not mind.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const LEAKS = "ERROR: LeakSanitizer: detected memory leaks";
// The part of LeakSanitizer that stops the threads has crashed itself: it has looked at nothing.
const OWN_CRASH =
  /^Tracer caught signal .*\n(?:==\d+==.*\n)*==\d+==LeakSanitizer has encountered a fatal error\.\n(?:==\d+==HINT: .*\n?)*/gmu;

/** An empty folder for reports. */
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

/** The texts in a folder of reports, without the leaks that are Node's own. */
export function readReports(folder) {
  return textsIn(folder).flatMap(defectsIn);
}

/** How many processes LeakSanitizer has not looked at, for it crashed itself. */
export function countUnseen(folder) {
  return textsIn(folder).filter((text) => text.match(OWN_CRASH) !== null).length;
}

/** The defects that one process reported. */
function defectsIn(text) {
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

// The runtime's own functions, the C++ library's and its templates: whoever calls them allocates.
const RUNTIME = /src\/libsanitizer\/|\/lib(?:stdc\+\+|c|asan)\.so|\bin (?:void )?std::/u;
const ADDON = /\bbsd_sockets\b|[ /](?:native|node-addon-api)\//u;

/**
 * V8 keeps pointers in memory that LeakSanitizer does not look through, and frees nothing of it at
 * the end. Such a block is Node's if Node's program allocated it, unless it did so on behalf of the
 * addon through Node-API; V8's heap grows in whoever's call, and stays V8's.
 */
function isLeakOfNode(block) {
  const frames = block.split("\n").filter((line) => /^ *#\d+ /u.test(line));
  const allocator = frames.find((frame) => !RUNTIME.test(frame)) ?? "";
  if (!allocator.includes(`(${process.execPath}+`)) return false;
  return allocator.includes("v8::internal::") || !frames.some((frame) => ADDON.test(frame));
}
