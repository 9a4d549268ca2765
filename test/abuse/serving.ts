// A server process, with its statistics from the kernel.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { root, Running } from "../support/programs.ts";
import type { Address } from "./sources.ts";

const handler = fileURLToPath(new URL("./requests.js", import.meta.url));
const BYTES_PER_KIB = 1024;
const TICKS_PER_SECOND = 100;

/** How a server is started. */
export interface ServingOptions {
  /** Options of `bsd-sockets serve`. */
  readonly options?: readonly string[];
  /** The process's limit of descriptors. */
  readonly descriptors?: number;
  /** Where to listen; the kernel chooses a port by default. */
  readonly at?: Address;
}

/** `bsd-sockets serve` with these tests' handler. Disposing kills it. */
export class Serving extends Running {
  readonly #at: Address;

  constructor({ options = [], descriptors, at = ["127.0.0.1", 0] }: ServingOptions = {}) {
    const where = typeof at === "string" ? ["--unix", at] : at.map(String);
    const words = [`${root}dist/cli/main.js`, "serve", ...where, "--handler", handler, ...options];
    const limit = descriptors === undefined ? "" : `ulimit -n ${descriptors} && `;
    super("sh", ["-c", `${limit}exec "$@"`, "sh", process.execPath, ...words]);
    this.#at = at;
    const kill = (): void => void this.child.kill("SIGKILL");
    process.once("exit", kill);
    this.child.once("exit", () => process.off("exit", kill));
  }

  /** Waits until it listens; returns the address. */
  async address(): Promise<Address> {
    if (typeof this.#at !== "string") return ["127.0.0.1", await this.port()];
    await this.prints(/^Listening on /mu);
    return this.#at;
  }

  /** The number of its descriptors. */
  get descriptors(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  /** Its memory now, in bytes. */
  get memory(): number {
    return this.#status("VmRSS");
  }

  /** Its largest memory so far, in bytes. */
  get peakMemory(): number {
    return this.#status("VmHWM");
  }

  /** The processor time it has used, in seconds. */
  get processorTime(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Returns the number of lines in its log that contain a text. */
  logged(text: string): number {
    return this.stderr.split("\n").filter((line) => line.includes(text)).length;
  }

  #status(name: string): number {
    const text = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "mu").exec(text)![1]) * BYTES_PER_KIB;
  }
}
