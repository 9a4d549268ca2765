import { outOfRange } from "../../arguments/errors.ts";
import { checkPort, HIGHEST_PORT } from "../../arguments/integers.ts";
import {
  decodeAddress,
  type DecodedInternetAddress,
  SOCKADDR_STORAGE_SIZE,
} from "../../syscalls/index.ts";
import { checkObject } from "./check.ts";
import { type Codec, codec } from "./codec.ts";
import { numberOf, Struct, uint32Bytes } from "./layout.ts";

/**
 * The range of local ports that the kernel chooses from for a socket: `IP_LOCAL_PORT_RANGE`. 0 is
 * the system's own bound.
 *
 * @see https://man7.org/linux/man-pages/man7/ip.7.html
 */
export interface PortRange {
  /** The first port, or 0. */
  readonly low: number;
  /** The last port, or 0. */
  readonly high: number;
}

const HIGH_SHIFT = 16;

export const portRange: Codec<PortRange, PortRange> = codec({
  type: "PortRange",
  decode: (bytes) => {
    const both = numberOf(bytes, false);
    return { low: both & HIGHEST_PORT, high: both >>> HIGH_SHIFT };
  },
  encode: (value, name) => {
    const parts = checkObject(value, name, ["low", "high"]);
    const low = checkPort(parts["low"], `${name}: low`);
    const high = checkPort(parts["high"], `${name}: high`);
    if (low !== 0 && high !== 0 && low > high) {
      throw outOfRange(`${name}: low must not be above high, but ${low} is above ${high}`);
    }
    return uint32Bytes(high * 2 ** HIGH_SHIFT + low);
  },
});

/** An address with its port. */
export const endpoint: Codec<[host: string, port: number], never> = codec<
  [host: string, port: number],
  never
>({
  type: "[host: string, port: number]",
  capacity: SOCKADDR_STORAGE_SIZE,
  decode: (bytes) => {
    const [host, port] = decodeAddress(bytes, bytes.length) as DecodedInternetAddress;
    return [host, port];
  },
});

/**
 * The largest packet on the path to a destination: `IPV6_PATHMTU`.
 *
 * @see https://man7.org/linux/man-pages/man7/ipv6.7.html
 */
export interface PathMtu {
  /** The destination; null if the kernel does not report it. */
  readonly addr: string | null;
  /** The size of the packet in bytes. */
  readonly mtu: number;
}

const pathMtuStruct = new Struct("ip6_mtuinfo");

export const pathMtu: Codec<PathMtu, never> = codec<PathMtu, never>({
  type: "PathMtu",
  isAvailable: pathMtuStruct.isAvailable,
  capacity: pathMtuStruct.size,
  decode: (bytes) => {
    const sockaddr = pathMtuStruct.part(bytes, "ip6m_addr");
    const mtu = numberOf(pathMtuStruct.part(bytes, "ip6m_mtu"), false);
    const address = decodeAddress(sockaddr, sockaddr.length) as DecodedInternetAddress | null;
    return { addr: address?.[0] ?? null, mtu };
  },
});
