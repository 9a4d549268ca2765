/**
 * What the kernel's error queue says of packets that were sent: IP_RECVERR, `ip(7)`, `ipv6(7)`. Only
 * Linux has it.
 *
 * @see https://man7.org/linux/man-pages/man7/ip.7.html
 * @module
 */

import {
  type AnyAddress,
  type ControlItem,
  IP_RECVERR,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  MSG_ERRQUEUE,
  type Socket,
} from "../../socket/index.ts";
import { decoded } from "../../socket/address.ts";
import { strerror } from "../../syscalls/index.ts";
import { unpack } from "../../struct/index.ts";
import { errorText } from "./error-text.ts";
import { decodeRequest, type Version } from "./packet.ts";

/** struct sock_extended_err: errno, origin, type, code, padding, info, data. */
const EXTENDED_ERROR = "=IBBBBII";
const EXTENDED_ERROR_BYTES = 16;
const FROM_ICMP = [2, 3];
const PACKET_BYTES = 65_536;
const CONTROL_BYTES = 512;

/** An echo that did not arrive. */
export interface Failure {
  /** Who says so; null is this machine. */
  readonly from: string | null;
  /** The packet's sequence, if that is known. */
  readonly sequence: number | null;
  readonly text: string;
}

/** Has the kernel keep what ICMP says of packets that were sent; false where there is no such queue. */
export function keepErrors(s: Socket, version: Version): boolean {
  const [level, option] = version === 4 ? [IPPROTO_IP, IP_RECVERR] : [IPPROTO_IPV6, IPV6_RECVERR];
  if (option === undefined || MSG_ERRQUEUE === undefined) return false;
  s.setsockopt(level, option, true);
  return true;
}

/**
 * Takes the next failure from the queue; null if it is not about an echo with our identifier, where
 * null means that the kernel sorts them. A raw socket hears of the echoes of other programs too.
 *
 * @throws BlockingIOError when the queue is empty
 */
export function nextFailure(
  s: Socket,
  version: Version,
  identifier: number | null,
): Failure | null {
  const [packet, control] = s.recvmsg(PACKET_BYTES, CONTROL_BYTES, MSG_ERRQUEUE);
  const item = control.find(
    ([level, type]) =>
      (level === IPPROTO_IP && type === IP_RECVERR) ||
      (level === IPPROTO_IPV6 && type === IPV6_RECVERR),
  );
  const echo = decodeRequest(version, packet);
  if (item === undefined) return null;
  if (identifier !== null && echo !== null && echo.identifier !== identifier) return null;
  return { sequence: echo?.sequence ?? null, ...decodeError(version, item) };
}

function decodeError(version: Version, [, , data]: ControlItem): Omit<Failure, "sequence"> {
  if (data.length < EXTENDED_ERROR_BYTES) return { from: null, text: "unknown error" };
  const fixed = data.subarray(0, EXTENDED_ERROR_BYTES);
  const [errno, origin, type, code, , info] = unpack(EXTENDED_ERROR, fixed);
  if (FROM_ICMP.includes(origin)) {
    const offender = data.subarray(EXTENDED_ERROR_BYTES);
    const from = hostOf(decoded(offender, offender.length));
    return { from, text: withMtu(errorText(version, type, code), info) };
  }
  return { from: null, text: withMtu(`local error: ${strerror(errno).toLowerCase()}`, info) };
}

/** Only a packet that is too long for a link comes with a number: what the link takes. */
function withMtu(text: string, mtu: number): string {
  return mtu === 0 ? text : `${text}, mtu=${mtu}`;
}

function hostOf(address: AnyAddress | null): string | null {
  return Array.isArray(address) && typeof address[0] === "string" ? address[0] : null;
}
