/**
 * Asks the kernel for a list over an AF_NETLINK socket.
 *
 * @see https://man7.org/linux/man-pages/man7/netlink.7.html
 * @module
 */

import { EAFNOSUPPORT, ENOBUFS } from "../../../errno.ts";
import { OSError } from "../../../errors.ts";
import {
  AF_NETLINK,
  NETLINK_SOCK_DIAG,
  type NetlinkAddress,
  SOCK_RAW,
  type Socket,
  socket,
} from "../../../socket/index.ts";
import { MSG_TRUNC } from "../../../socket/constants.ts";
import {
  decodeMessages,
  encodeMessage,
  errorNumberOf,
  type Message,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_OVERRUN,
} from "./message.ts";

const SOCK_DIAG_BY_FAMILY = 20;
/** The kernel answers at once; where something else stands in for it, nothing may come at all. */
const ANSWER_SECONDS = 2;
/** The kernel's datagrams of a list have at most 32 KiB. */
const DATAGRAM_BYTES = 65_536;
/** A list that is never whole, on a machine whose sockets change all the time, is still of use. */
const ATTEMPTS = 5;

/** One socket for all the lists of a table; to be closed. */
export class Diagnostics implements Disposable {
  readonly #socket: Socket<NetlinkAddress>;
  #sequence = 0;
  #memory = new Uint8Array(DATAGRAM_BYTES);

  /** @throws OSError where there is no netlink, or not for this process */
  constructor() {
    if (AF_NETLINK === undefined || NETLINK_SOCK_DIAG === undefined) {
      throw OSError.from(EAFNOSUPPORT, { syscall: "socket" });
    }
    this.#socket = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
    this.#socket.settimeout(ANSWER_SECONDS);
  }

  /**
   * The payloads that answer a request, taken again if the list changed while the kernel made it.
   *
   * @throws OSError ENOENT for a family that the kernel has no list of; ValueError for bytes that are
   *   no messages
   */
  dump(request: Uint8Array): Uint8Array[] {
    for (let attempt = 1; ; attempt++) {
      const { payloads, isWhole } = this.#attempt(request);
      if (isWhole || attempt === ATTEMPTS) return payloads;
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #attempt(payload: Uint8Array): { payloads: Uint8Array[]; isWhole: boolean } {
    const sequence = ++this.#sequence;
    const flags = NLM_F_REQUEST | NLM_F_DUMP;
    const request = { type: SOCK_DIAG_BY_FAMILY, flags, sequence, payload };
    this.#socket.sendto(encodeMessage(request), [0, 0]);
    const payloads: Uint8Array[] = [];
    for (let isWhole = true; ;) {
      const messages = this.#receive();
      if (messages === null) return { payloads, isWhole: false };
      for (const message of messages) {
        // What is left of an attempt that was given up.
        if (message.sequence !== sequence) continue;
        if ((message.flags & NLM_F_DUMP_INTR) !== 0) isWhole = false;
        if (message.type === NLMSG_OVERRUN) return { payloads, isWhole: false };
        if (isLast(message)) return { payloads, isWhole };
        if (message.type === SOCK_DIAG_BY_FAMILY) payloads.push(message.payload);
      }
    }
  }

  /** The next messages of the kernel's; null when some were lost. */
  #receive(): Message[] | null {
    try {
      const [length, , , sender] = this.#socket.recvmsg_into([this.#memory], 0, MSG_TRUNC);
      // Anybody may send to the socket; the kernel's address is 0.
      if (sender?.[0] !== 0) return [];
      if (length <= this.#memory.length) return decodeMessages(this.#memory.slice(0, length));
      this.#memory = new Uint8Array(length);
      return null;
    } catch (error) {
      if (error instanceof OSError && error.errno === ENOBUFS) return null;
      throw error;
    }
  }
}

/** True for the message that ends a list; throws what went wrong. */
function isLast(message: Message): boolean {
  if (message.type !== NLMSG_DONE && message.type !== NLMSG_ERROR) return false;
  const errno = errorNumberOf(message);
  if (errno > 0) throw OSError.from(errno, { syscall: "sock_diag" });
  return true;
}
