import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { buildDirectory } from "./commands.ts";

/** The package and lock file that say exactly what is installed. */
const wanted = fileURLToPath(new URL("../../src/bench/peers", import.meta.url));

/**
 * Installs what the package is only compared with, in `build/bench/peers`. npm tells on standard
 * error; standard output is the table's.
 */
export function installPeers(): void {
  const folder = `${buildDirectory}/peers`;
  mkdirSync(folder, { recursive: true });
  cpSync(wanted, folder, { recursive: true });
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", 2, "inherit"],
  });
}
