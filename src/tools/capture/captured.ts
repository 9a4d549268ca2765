import type { LinkType } from "./decode/frame.ts";

/** A packet as the kernel gave it. */
export interface Captured {
  readonly link: LinkType;
  readonly bytes: Buffer;
  /** How long it was; more than the bytes when they were cut off. */
  readonly length: number;
  /** When the kernel saw it: nanoseconds since 1970. */
  readonly time: bigint;
}
