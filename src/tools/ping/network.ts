import type { Inet6Address, InetAddress } from "../../socket/index.ts";
import type { Failure } from "./error-queue.ts";

/** An answer to an echo. */
export interface Reply {
  readonly from: string;
  readonly sequence: number;
  /** The bytes of the ICMP message. */
  readonly bytes: number;
  readonly ttl: number | null;
  /** When the kernel had it: milliseconds on performance's clock; null where it does not tell. */
  readonly arrival: number | null;
}

/** What can come of an echo. */
export type Arrival =
  ({ readonly kind: "reply" } & Reply) | ({ readonly kind: "failure" } & Failure);

/** What echoes go through: an EchoSocket. */
export interface Network {
  /** Gives the time of sending, in milliseconds on performance's clock. */
  send(sequence: number, data: Uint8Array, address: InetAddress | Inet6Address): number;
  /** What arrives within some seconds. */
  receive(seconds: number): Arrival[];
}
