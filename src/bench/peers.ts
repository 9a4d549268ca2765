import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { CommandFailure } from "../command/run.ts";
import { buildDirectory } from "./commands.ts";

/** The folder with the package.json and lock file of the peers. */
const wanted = fileURLToPath(new URL("../../src/bench/peers", import.meta.url));

/**
 * Installs Bun and koffi in `build/bench/peers`. npm's output goes to standard error, because standard
 * output is for the tables.
 */
export function installPeers(): void {
  const folder = `${buildDirectory}/peers`;
  mkdirSync(folder, { recursive: true });
  cpSync(wanted, folder, { recursive: true });
  try {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: ["ignore", 2, "inherit"],
    });
  } catch (error) {
    throw new CommandFailure(`cannot install the peers: ${(error as Error).message}`);
  }
}
