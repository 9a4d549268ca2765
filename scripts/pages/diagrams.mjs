// npm run diagrams: runs the tutorial's pairs and redraws docs/trace/: an SVG for each, and the
// text after the marker in its page:
//
//   <!-- diagram: echo -->

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fail, root, setUp } from "../build/setup.mjs";

const PAGE = join(root, "docs/trace/README.md");
const MARKER = /^(<!-- diagram: (\w+) -->)$(?:\n+```text\n[^]*?^```$)?/gmu;
const PAIRS = ["echo", "multiconn", "app"];

/** The widest block that GitHub shows without a scroll bar. */
const COLUMNS = "104";

/** Returns the output of `bsd-sockets trace --both`. */
function trace(pair, ...options) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "dist/cli/main.js"), "trace", "--both", pair, ...options],
    { encoding: "utf8", env: { ...process.env, COLUMNS } },
  );
  if (status !== 0) fail(`trace --both ${pair} exited with ${status}:\n${stderr}`);
  return stdout.trimEnd();
}

await setUp();
for (const pair of PAIRS) trace(pair, "--svg", join(root, `docs/trace/${pair}.svg`));
const page = readFileSync(PAGE, "utf8");
const filled = page.replace(
  MARKER,
  (_, marker, pair) => `${marker}\n\n\`\`\`text\n${trace(pair)}\n\`\`\``,
);
writeFileSync(PAGE, filled);
