import type { AddressResult } from "../../socket/index.ts";
import type { Message, Outgoing } from "../protocol/message.ts";

/** Who sent a request. */
export interface Peer {
  /** The address that `accept()` told: `[host, port]`, or an AF_UNIX path, which is mostly empty. */
  readonly address: AddressResult;
}

/**
 * What makes a response of a request. It runs between system calls, so while it runs nobody else is
 * served; a promise is no response. What it throws is answered as an error, and the connection goes on.
 */
export type Handler = (request: Message, peer: Peer) => Outgoing;
