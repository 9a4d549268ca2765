/**
 * The socket that echoes go through: SOCK_DGRAM where the kernel lets this user have one, otherwise
 * SOCK_RAW, `icmp(7)`.
 *
 * @see https://man7.org/linux/man-pages/man7/icmp.7.html
 * @module
 */

import { OSError } from "../../errors.ts";
import { poll, POLLERR, POLLIN } from "../../select/index.ts";
import {
  AF_INET,
  AF_INET6,
  type AnyAddress,
  type ControlItem,
  type Inet6Address,
  type InetAddress,
  IP_RECVTTL,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_RECVHOPLIMIT,
  IPV6_UNICAST_HOPS,
  SOCK_DGRAM,
  SO_TIMESTAMPNS,
  SOCK_RAW,
  type Socket,
  socket,
  SOL_SOCKET,
} from "../../socket/index.ts";
import { calcsize, unpack } from "../../struct/index.ts";
import { CommandFailure } from "../../command/run.ts";
import { keepErrors, nextFailure } from "./error-queue.ts";
import { errorText } from "./error-text.ts";
import type { Arrival, Network } from "./network.ts";
import { decodeIncoming, encodeRequest, headerTtl, type Version } from "./packet.ts";

const PACKET_BYTES = 65_536;
const CONTROL_BYTES = 512;

/** A socket for the echoes of one program; to be closed. */
export class EchoSocket implements Network, Disposable {
  readonly #socket: Socket;
  readonly #version: Version;
  readonly #hasErrorQueue: boolean;
  /** On a SOCK_DGRAM socket the kernel has its own identifier, and gives us our answers only. */
  readonly #identifier: number | null;
  readonly #poll = poll();
  /** What a send has taken from the error queue. */
  #taken: Arrival[] = [];

  /** @throws CommandFailure if this user may not have such a socket */
  constructor(version: Version, ttl: number | null) {
    this.#version = version;
    this.#socket = open(version);
    this.#identifier = this.#socket.type === SOCK_RAW ? process.pid & 0xffff : null;
    this.#socket.setblocking(false);
    this.#hasErrorQueue = keepErrors(this.#socket, version);
    this.#prepare(ttl);
    this.#poll.register(this.#socket, POLLIN);
  }

  /** Sends an echo; gives the time just before, in milliseconds on performance's clock. */
  send(sequence: number, data: Uint8Array, address: InetAddress | Inet6Address): number {
    const echo = { identifier: this.#identifier ?? 0, sequence };
    const packet = encodeRequest(this.#version, echo, data);
    const at = performance.now();
    try {
      this.#socket.sendto(packet, address);
    } catch (error) {
      // It may be the error of an earlier packet, which the queue tells; then this one was not sent.
      const failures = this.#queued();
      if (!(error instanceof OSError) || failures.length === 0) throw error;
      this.#taken.push(...failures);
      this.#socket.sendto(packet, address);
    }
    return at;
  }

  /** What arrives within some seconds, if anything does. */
  receive(seconds: number): Arrival[] {
    const arrivals = this.#taken;
    this.#taken = [];
    for (const [, events] of this.#poll.poll(
      arrivals.length > 0 ? 0 : Math.max(seconds, 0) * 1000,
    )) {
      if ((events & POLLERR) !== 0) arrivals.push(...this.#queued());
      if ((events & POLLIN) !== 0) arrivals.push(...this.#arrived());
    }
    return arrivals;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #prepare(ttl: number | null): void {
    const [level, receive, set] =
      this.#version === 4
        ? [IPPROTO_IP, IP_RECVTTL, IP_TTL]
        : [IPPROTO_IPV6, IPV6_RECVHOPLIMIT, IPV6_UNICAST_HOPS];
    this.#socket.setsockopt(level, receive, true);
    if (SO_TIMESTAMPNS !== undefined) this.#socket.setsockopt(SOL_SOCKET, SO_TIMESTAMPNS, true);
    if (ttl !== null) this.#socket.setsockopt(level, set, ttl);
  }

  #queued(): Arrival[] {
    if (!this.#hasErrorQueue) return [];
    return drained(() => {
      const failure = nextFailure(this.#socket, this.#version, this.#identifier);
      return failure === null ? null : { kind: "failure", ...failure };
    });
  }

  #arrived(): Arrival[] {
    return drained(() => {
      const [packet, control, , address] = this.#socket.recvmsg(PACKET_BYTES, CONTROL_BYTES);
      const incoming = decodeIncoming(this.#version, packet);
      if (incoming === null) return null;
      if (this.#identifier !== null && incoming.identifier !== this.#identifier) return null;
      const from = (address as InetAddress | Inet6Address)[0];
      const { sequence } = incoming;
      if (incoming.kind === "reply") {
        const ttl = headerTtl(packet) ?? controlTtl(control);
        return {
          kind: "reply",
          from,
          sequence,
          bytes: incoming.bytes,
          ttl,
          arrival: arrivalIn(control),
        };
      }
      // The queue has told it already.
      if (this.#hasErrorQueue) return null;
      const text = errorText(this.#version, incoming.type, incoming.code);
      return { kind: "failure", from, sequence, text };
    });
  }
}

function controlTtl(control: readonly ControlItem[]): number | null {
  const item = control.find(
    ([level, type]) =>
      (level === IPPROTO_IP && (type === IP_TTL || type === IP_RECVTTL)) ||
      (level === IPPROTO_IPV6 && type === IPV6_HOPLIMIT),
  );
  if (item === undefined) return null;
  // Linux gives an int, macOS a byte.
  const [, , data] = item;
  return data.length === 4 ? unpack("=i", data)[0] : (data[0] ?? null);
}

function arrivalIn(control: readonly ControlItem[]): number | null {
  const item = control.find(([level, type]) => level === SOL_SOCKET && type === SO_TIMESTAMPNS);
  if (item?.[2].length !== calcsize("ll")) return null;
  const [whole, nanoseconds] = unpack("ll", item[2]);
  return Number(whole) * 1e3 - performance.timeOrigin + Number(nanoseconds) / 1e6;
}

/** Calls until nothing is left; an answer of null is left out. */
function drained(next: () => Arrival | null): Arrival[] {
  const arrivals: Arrival[] = [];
  try {
    while (true) {
      const arrival = next();
      if (arrival !== null) arrivals.push(arrival);
    }
  } catch (error) {
    // It is empty; or it is the error of a packet that was sent, which the queue tells.
    if (!(error instanceof OSError)) throw error;
  }
  return arrivals;
}

function open(version: Version): Socket {
  const [family, protocol] = version === 4 ? [AF_INET, IPPROTO_ICMP] : [AF_INET6, IPPROTO_ICMPV6];
  const refusals: string[] = [];
  for (const [name, type] of [
    ["SOCK_DGRAM", SOCK_DGRAM],
    ["SOCK_RAW", SOCK_RAW],
  ] as const) {
    try {
      return socket<AnyAddress>(family, type, protocol);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      refusals.push(`${name}: ${error.message}`);
    }
  }
  throw new CommandFailure(forbidden(refusals), 2);
}

function forbidden(refusals: readonly string[]): string {
  const linux = `either as root or after this, which lets all users send echoes:
  sudo sysctl -w net.ipv4.ping_group_range="0 2147483647"`;
  return `the system gives this user no socket for ICMP (${refusals.join("; ")}).
Run it ${process.platform === "linux" ? linux : "as root."}`;
}
