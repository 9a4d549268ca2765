import { addon } from "../native.ts";
import type { ByteView } from "./common.ts";

/** Receives into a range of a buffer: `recv(2)`. Gives the bytes received, 0 at the end. */
export const recv: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  timeout?: number,
) => number = addon.recv;

/** Sends a range of a buffer: `send(2)`. Gives the bytes taken, which may be fewer. */
export const send: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  timeout?: number,
) => number = addon.send;

/** Reads into a range of a buffer from any descriptor: `read(2)`. */
export const read: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  timeout?: number,
) => number = addon.read;

/** Writes a range of a buffer to any descriptor: `write(2)`. */
export const write: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  timeout?: number,
) => number = addon.write;
