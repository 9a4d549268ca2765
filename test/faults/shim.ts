// The other side of shim.c: compiles it and controls which call fails.

import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../support/programs.ts";

/** The calls that the shim replaces: the kernel's names, in the order of shim.c. */
export const SHIM_CALLS = [
  ...["socket", "socketpair", "bind", "listen", "accept4", "connect", "shutdown", "getsockname"],
  ...["getpeername", "setsockopt", "getsockopt", "close", "fcntl", "ioctl", "pipe2"],
  ...["sethostname", "recvfrom", "sendto", "recvmsg", "sendmsg", "read", "write", "sendfile"],
  ...["poll", "select", "epoll_create1", "epoll_ctl", "epoll_wait"],
] as const;

/**
 * The occurrences of a call that fail, counted from 1; `last` 0 means forever, `step` the interval.
 */
export interface When {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/**
 * What happens to a call: the value is an errno, a number of bytes (or events), or milliseconds.
 */
export interface Fault {
  /** One of {@link SHIM_CALLS}; or "waiting" for all calls that may wait. */
  readonly call: string;
  readonly action: "errno" | "short" | "delay";
  readonly value: number;
  readonly when: When;
}

const PAGE = 4096;
const MATCHED = 256;
const HAPPENED = 260;
const VAIN_CLOSES = 264;
const COUNTS = 512;

/** The folder with the compiled shim and its control files. */
export class ShimFolder implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), "bsd-sockets-faults-"));
  #controls = 0;

  constructor() {
    const source = `${root}test/faults/shim.c`;
    const options = ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"];
    execFileSync(process.env["CC"] ?? "cc", [...options, "-o", this.library, source, "-ldl"], {
      stdio: "inherit",
    });
  }

  /** The library to preload. */
  get library(): string {
    return join(this.#path, "shim.so");
  }

  /** Creates a shim for one process. */
  make(): Shim {
    return new Shim(this.library, join(this.#path, `control-${this.#controls++}`));
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true });
  }
}

/** The shim of one process. */
export class Shim implements Disposable {
  readonly #library: string;
  readonly #path: string;
  readonly #fd: number;

  constructor(library: string, path: string) {
    this.#library = library;
    this.#path = path;
    writeFileSync(path, Buffer.alloc(PAGE));
    this.#fd = openSync(path, "r+");
  }

  /** Returns the shim that this process was started with. */
  static ofThisProcess(): Shim {
    const [library = ""] = (process.env["LD_PRELOAD"] ?? "").split(":");
    return new Shim(library, process.env["FAULTS_CONTROL"] ?? "");
  }

  /** Returns the environment for the process. Only calls from a library of this name count. */
  environment(caller = "bsd_sockets.node"): Record<string, string> {
    // Must precede a sanitizer's library, or that library would be the caller.
    const LD_PRELOAD = [this.#library, process.env["LD_PRELOAD"] ?? ""].filter(Boolean).join(":");
    return { LD_PRELOAD, FAULTS_CONTROL: this.#path, FAULTS_CALLER: caller };
  }

  /** Sets a fault, or none, and resets the counts. */
  arm(fault: Fault | null): void {
    const page = Buffer.alloc(PAGE);
    page.write(fault === null ? "" : textOf(fault));
    writeSync(this.#fd, page, 0, PAGE, 0);
  }

  /** Removes the fault; the counts stay. */
  lift(): void {
    writeSync(this.#fd, Buffer.alloc(MATCHED), 0, MATCHED, 0);
  }

  /** How many times the fault's call was made. */
  get matched(): number {
    return this.#read(MATCHED, 4).readUInt32LE();
  }

  /** How many times the fault happened. */
  get happened(): number {
    return this.#read(HAPPENED, 4).readUInt32LE();
  }

  /** How many times a descriptor was closed that was not open. */
  get vainCloses(): number {
    return this.#read(VAIN_CLOSES, 4).readUInt32LE();
  }

  /** How many times each call was made; omits calls that were not made. */
  get counts(): Map<string, number> {
    const bytes = this.#read(COUNTS, 4 * SHIM_CALLS.length);
    const all = SHIM_CALLS.map((name, i): [string, number] => [name, bytes.readUInt32LE(4 * i)]);
    return new Map(all.filter(([, count]) => count > 0));
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    readSync(this.#fd, bytes, 0, length, offset);
    return bytes;
  }
}

/** Formats a fault for the control file. */
export function textOf({ call, action, value, when }: Fault): string {
  return `${call} ${action} ${value} ${when.first} ${when.last} ${when.step}`;
}
