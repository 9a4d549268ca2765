import * as socket from "../../socket/index.ts";
import { unpack } from "../../struct/index.ts";
import type { ControlItem } from "../../syscalls/index.ts";
import type { Captured } from "./captured.ts";
import { cookedHeader } from "./cooked-header.ts";
import type { LinkType } from "./decode/frame.ts";
import { isSeenTwice, openPacketSocket } from "./open-packet-socket.ts";
import { insertTag } from "./vlan-tag.ts";

/** The longest packet that is read whole. */
export const SNAP_LENGTH = 262_144;

const TIMESPEC = 16;
const AUXILIARY_DATA = 20;
const CONTROL = socket.CMSG_SPACE(TIMESPEC) + socket.CMSG_SPACE(AUXILIARY_DATA);
const STATISTICS = 8;
const NANOSECONDS = 1_000_000_000n;

/** A socket that sees the packets of an interface: packet(7). */
export class PacketSocket implements Disposable {
  readonly link: LinkType;
  readonly #socket: socket.Socket<socket.PacketAddress>;
  readonly #memory = Buffer.alloc(SNAP_LENGTH);

  /**
   * Opens it for an interface by name, or for "any".
   *
   * @throws OSError EPERM without CAP_NET_RAW, ENODEV without such an interface
   */
  constructor(interfaceName: string) {
    const { link, socket: opened } = openPacketSocket(interfaceName);
    this.link = link;
    this.#socket = opened;
  }

  /**
   * Waits for the next packet. Its bytes are valid until the next call; each packet of the loopback
   * comes once.
   *
   * @throws OSError ENETDOWN when the interface goes; KeyboardInterrupt on Ctrl-C
   */
  receive(): Captured {
    for (;;) {
      const [length, ancdata, , address] = this.#socket.recvmsg_into(
        [this.#memory],
        CONTROL,
        // The length that the packet had, even if it was cut off.
        socket.MSG_TRUNC,
      );
      if (address === null || isSeenTwice(address)) continue;
      return this.#captured(length, ancdata, address);
    }
  }

  /** How many packets the kernel had no room for, since the last time: PACKET_STATISTICS. */
  dropped(): number {
    const { SOL_PACKET, PACKET_STATISTICS } = socket;
    const bytes = this.#socket.getsockopt(SOL_PACKET!, PACKET_STATISTICS!, STATISTICS) as Buffer;
    const [, drops] = unpack("=II", bytes);
    return drops;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #captured(length: number, items: ControlItem[], address: socket.PacketAddress): Captured {
    const { link } = this;
    const time = timeOf(items);
    const received = this.#memory.subarray(0, Math.min(length, SNAP_LENGTH));
    const bytes =
      link === "cooked"
        ? Buffer.concat([cookedHeader(address), received])
        : insertTag(received, auxiliaryData(items));
    return { link, bytes, time, length: length + bytes.length - received.length };
  }
}

/** When the kernel saw the packet, in nanoseconds. */
function timeOf(items: readonly ControlItem[]): bigint {
  const item = find(items, socket.SOL_SOCKET, socket.SCM_TIMESTAMPNS);
  if (item === undefined) throw new Error("the kernel gave no time with a packet");
  const [seconds, nanoseconds] =
    item.length === TIMESPEC ? unpack("=qq", item) : unpack("=ii", item);
  return BigInt(seconds) * NANOSECONDS + BigInt(nanoseconds);
}

function auxiliaryData(items: readonly ControlItem[]): Buffer | undefined {
  return find(items, socket.SOL_PACKET, socket.PACKET_AUXDATA);
}

function find(items: readonly ControlItem[], level?: number, type?: number): Buffer | undefined {
  return items.find((item) => item[0] === level && item[1] === type)?.[2];
}
