import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";

import type { Captured } from "./captured.ts";
import type { LinkType } from "./decode/frame.ts";
import { enhancedPacket, interfaceDescription, sectionHeader } from "./pcapng.ts";

/** What others say on the network is nobody else's business. */
const OWNER_ONLY = 0o600;

/** A file of packets that Wireshark opens, complete after every packet. */
export class PcapngFile implements Disposable {
  readonly #fd: number;
  /** Where the last whole block ends. */
  #end = 0;

  /**
   * Makes the file, or empties it.
   *
   * @throws Node's Error with a code, as all that writes here
   */
  constructor(path: string, interfaceName: string, link: LinkType, snapLength: number) {
    this.#fd = openSync(path, "w", OWNER_ONLY);
    try {
      this.#write(sectionHeader());
      this.#write(interfaceDescription(interfaceName, link, snapLength));
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  /** Writes a packet. */
  add(packet: Captured): void {
    this.#write(enhancedPacket(packet));
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  /** Writes a whole block, or, when the disk is full, nothing of it. */
  #write(block: Buffer): void {
    try {
      for (let written = 0; written < block.length;) {
        written += writeSync(this.#fd, block, written);
      }
      this.#end += block.length;
    } catch (error) {
      this.#takeBack();
      throw error;
    }
  }

  #takeBack(): void {
    try {
      ftruncateSync(this.#fd, this.#end);
    } catch {
      // A pipe or a device keeps what it got; the first error says more.
    }
  }
}
