/**
 * Tries which sockets may bind an address that is in use, for each pair of socket options.
 * A is SO_REUSEADDR, P is SO_REUSEPORT.
 *
 * @module
 */

import type { Inside } from "./agent/inside.ts";
import { OSError } from "../errors.ts";
import * as socket from "../socket/index.ts";

const combinations = ["none", "A", "P", "AP"];

// An unrelated program may use the port that the kernel chose for the first socket at the second one's
// address. So a single failure proves little, but a single success is enough.
const ATTEMPTS = 5;

/** Where the sockets of a pair are bound. */
export interface Situation {
  readonly type: "SOCK_STREAM" | "SOCK_DGRAM";
  readonly hosts: readonly [first: string, second: string];
  readonly firstListens?: boolean;
}

/**
 * Inside a process: returns the pairs whose second bind() succeeds, as `"A→A, A→AP"`: the first
 * socket's options, then the second's. For every other pair it fails with EADDRINUSE.
 */
export function pairsThatBind(_inside: Inside, situation: Situation): string {
  const pairs = combinations.flatMap((first) => combinations.map((second) => [first, second]));
  const binding = pairs.filter(([first, second]) => bindsOnce(first!, second!, situation));
  return binding.length === pairs.length ? "all" : binding.map((pair) => pair.join("→")).join(", ");
}

function bindsOnce(first: string, second: string, situation: Situation): boolean {
  return Array.from({ length: ATTEMPTS }).some(() => binds(first, second, situation));
}

function binds(first: string, second: string, { type, hosts, firstListens }: Situation): boolean {
  using one = withOptions(first, type);
  one.bind([hosts[0], 0]);
  if (firstListens === true) one.listen();
  using other = withOptions(second, type);
  try {
    other.bind([hosts[1], one.getsockname()[1]]);
    return true;
  } catch (error) {
    if (error instanceof OSError && error.code === "EADDRINUSE") return false;
    throw error;
  }
}

function withOptions(
  options: string,
  type: "SOCK_STREAM" | "SOCK_DGRAM",
): socket.Socket<socket.InetAddress> {
  const made = socket.socket(socket.AF_INET, socket[type]);
  if (options.includes("A")) socket.setOption(made, "SO_REUSEADDR", true);
  if (options.includes("P")) socket.setOption(made, "SO_REUSEPORT", true);
  return made;
}
