import type { AddressResult } from "../../socket/index.ts";
import type { Message, Outgoing } from "../protocol/message.ts";

/** Who sent a request. */
export interface Peer {
  /** The address from `accept()`: `[host, port]`, or a Unix socket's path, which is usually empty. */
  readonly address: AddressResult;
}

/**
 * Takes a request and returns the response; it cannot be async. It runs between system calls, so
 * nothing else is served while it runs. If it throws, the peer gets an error response and the
 * connection stays open.
 */
export type Handler = (request: Message, peer: Peer) => Outgoing;
