// dependency-cruiser's rules: no circular imports, and no import from a lower room to a higher one.
// The order of the rooms is the table in CONTRIBUTING.md.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../build/setup.mjs";

const contributing = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** The rooms, lowest first: `addon/`, `errors.ts`, … */
export const rooms = Array.from(
  contributing.matchAll(/^\| `src\/(\w+(?:\/|\.ts))` +\|/gmu),
  ([, room]) => room,
);

/** Source files and folders missing from the table. */
export const withoutRoom = readdirSync(join(root, "src"), { withFileTypes: true })
  .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
  .filter((name) => !rooms.includes(name));

if (withoutRoom.length > 0) {
  throw new Error(
    `the table of rooms in CONTRIBUTING.md has no row for src/${withoutRoom.join(", src/")}`,
  );
}

function pathOf(room) {
  return `^src/${room.replaceAll(".", "\\.")}`;
}

const upward = rooms.slice(0, -1).map((room, index) => ({
  name: `${room} imports nothing above it`,
  severity: "error",
  from: { path: pathOf(room) },
  to: { path: rooms.slice(index + 1).map(pathOf) },
}));

export default {
  forbidden: [
    { name: "no circles", severity: "error", from: {}, to: { circular: true } },
    ...upward,
    {
      name: "the tutorial's programs import the package by its public names",
      severity: "error",
      from: { path: "^src/tutorial/" },
      to: { path: "^src/", pathNot: "^src/tutorial/" },
    },
    { name: "imports resolve", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ["^dist/", "node_modules"] },
    // Type imports count: readers follow them like any other import.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
    },
  },
};
