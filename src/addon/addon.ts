/**
 * Loads the addon. What it is good for goes by `native.ts`.
 *
 * @module
 */

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import type * as syscalls from "../syscalls/index.ts";
import type { ByteView } from "../syscalls/index.ts";
import type { RawCall } from "./raw-call.ts";

/** Where a field stands in a struct: its bytes, and for a bit-field its bits in the one byte. */
export interface Field {
  readonly offset: number;
  readonly size: number;
  readonly isSigned: boolean;
  readonly shift: number;
  /** 0 for a field that is no bit-field. */
  readonly bits: number;
}

/** A struct of the system's headers: its size in bytes and its fields. */
export interface Layout {
  readonly size: number;
  readonly fields: Readonly<Record<string, Field>>;
}

/** The functions that get their numbers, and give their result, by {@link Addon.registers}. */
interface CallsByRegisters {
  readonly recv: (buffer: ByteView) => void;
  readonly send: (buffer: ByteView) => void;
  readonly read: (buffer: ByteView) => void;
  readonly write: (buffer: ByteView) => void;
  readonly multiplexerAdd: () => void;
  readonly multiplexerModify: () => void;
  readonly multiplexerRemove: () => void;
  readonly multiplexerWait: (ready: Int32Array) => void;
  readonly multiplexerFileno: () => void;
  readonly multiplexerClose: () => void;
}

/** What the addon exports: the public raw layer, and what only the layers above use. */
export interface Addon
  extends Omit<typeof syscalls, "default" | keyof CallsByRegisters>, CallsByRegisters {
  /** The numbers of a call, each at the index of its argument, and after it the result. */
  readonly registers: Float64Array;
  /** The constants of the headers of select, poll, epoll and kqueue, by CPython's names. */
  readonly selectConstants: Readonly<Record<string, number>>;
  /** The constants of the socket headers, by name. */
  readonly socketConstants: Readonly<Record<string, number>>;
  /** The structs that socket options are made of, by name. */
  readonly layouts: Readonly<Record<string, Layout>>;
  /** The constants of errno.h, by name. */
  readonly errnoConstants: Readonly<Record<string, number>>;
  /** Tells who this thread is; `whenSigintTaken` runs each time that SIGINT was taken over. */
  introduceThread(threadId: number, isMain: boolean, whenSigintTaken: () => void): void;
  /** How often any thread closed a descriptor while there were several; threads write to it. */
  readonly moment: Float64Array;
  /** True when any thread closed a descriptor of this number after a moment. */
  wasClosedSince(fd: number, since: number): boolean;
  /** As `close`; −EBADF, and nothing is closed, when any thread did so since a moment. */
  closeOwned(fd: number, since: number): number;
  /** Has a descriptor closed when this thread ends. */
  ownDescriptor(fd: number): void;
  /** Lets go of SIGINT for now. */
  stepAside(): void;
  /** Ends the process by SIGINT, whatever its action is. */
  endBySigint(): void;
  /** Gives SIGINT back at the end of a stack, and with it a Ctrl-C that no call took. */
  giveSigintBack(): void;
  /**
   * Begins to record this thread's system calls, or changes how; gives the thread's id. `whenCalled`
   * runs when a native function that made some is done, and with `announces` also before a call
   * that may block; then it must not run the program's code. It must not throw.
   */
  startTrace(
    capacity: number,
    dataLimit: number,
    hasStates: boolean,
    announces: boolean,
    whenCalled: () => void,
  ): number;
  /** Stops recording, and forgets what was not taken. */
  stopTrace(): void;
  /** Takes the recorded calls. */
  takeTrace(): RawCall[];
  /** The call that is about to block, while `whenCalled` runs for it. */
  announcedCall(): RawCall | null;
  /** How many calls were lost since the start, because nobody took them. */
  countLostCalls(): number;
}

const addonPath =
  process.env["BSD_SOCKETS_ADDON"] ??
  fileURLToPath(new URL("../../build/Release/bsd_sockets.node", import.meta.url));

function load(): Addon {
  try {
    return createRequire(import.meta.url)(addonPath) as Addon;
  } catch (error) {
    throw new Error(
      `bsd-sockets could not load its addon.\n` +
        `Looked for: ${addonPath}\n` +
        `For: ${process.platform} ${process.arch}, Node ${process.versions.node} ` +
        `(Node-API 8 or later)\n` +
        `To build it, run "npm rebuild bsd-sockets" (or "npm start" in a clone). That takes ` +
        `Python 3, make and a C++17 compiler: "apt install python3 make g++" on Debian and ` +
        `Ubuntu, "xcode-select --install" on macOS.`,
      { cause: error },
    );
  }
}

/** The loaded addon. */
export const addon: Addon = load();
