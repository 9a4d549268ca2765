import { nativeFunction } from "../addon/addon.ts";
import { int32, uint16 } from "./integers.ts";
import { constant, families, linkProtocols } from "./names.ts";
import { named, quote } from "./notation.ts";

const inet_ntop: (family: number, address: Buffer) => string | number = nativeFunction("inet_ntop");

/** Where the parts of a `sockaddr` begin: the family is two bytes, or one after its length (BSD). */
const FAMILY_END = 2;

function familyOf(bytes: Buffer): number {
  return process.platform === "darwin" ? bytes[1]! : uint16(bytes, 0);
}

function internet(bytes: Buffer): string {
  const host = bytes.subarray(4, 8).join(".");
  return `sin_port=htons(${bytes.readUInt16BE(2)}), sin_addr=inet_addr("${host}")`;
}

function internet6(bytes: Buffer): string {
  const host = inet_ntop(constant("AF_INET6")!, bytes.subarray(8, 24));
  return (
    `sin6_port=htons(${bytes.readUInt16BE(2)}), ` +
    `sin6_flowinfo=htonl(${bytes.readUInt32BE(4)}), ` +
    `inet_pton(AF_INET6, "${String(host)}", &sin6_addr), ` +
    `sin6_scope_id=${int32(bytes, 24) >>> 0}`
  );
}

function unix(bytes: Buffer): string {
  const path = bytes.subarray(FAMILY_END);
  if (path[0] === 0) return `sun_path=@${quote(path.subarray(1))}`;
  const end = path.indexOf(0);
  return `sun_path=${quote(end === -1 ? path : path.subarray(0, end))}`;
}

function netlink(bytes: Buffer): string {
  const bits = int32(bytes, 8) >>> 0;
  // As C's printf("%#08x") writes it: 0x takes two of the eight places.
  const groups = bits === 0 ? "00000000" : `0x${bits.toString(16).padStart(6, "0")}`;
  return `nl_pid=${int32(bytes, 4) >>> 0}, nl_groups=${groups}`;
}

/** A link's protocol as its address and `socket()` have it: in the byte order of the network. */
export function linkProtocol(protocol: number): string {
  return `htons(${named(protocol, linkProtocols(), "ETH_P_")})`;
}

function packet(bytes: Buffer): string {
  const length = bytes[11]!;
  const hardware = Array.from(bytes.subarray(12, 12 + length), (byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return (
    `sll_protocol=${linkProtocol(bytes.readUInt16BE(2))}, ` +
    `sll_ifindex=${int32(bytes, 4)}, sll_hatype=${uint16(bytes, 8)}, ` +
    `sll_pkttype=${bytes[10]!}, sll_halen=${length}` +
    (length === 0 ? "" : `, sll_addr=[${hardware.join(", ")}]`)
  );
}

const kinds: readonly (readonly [
  family: string,
  leastLength: number,
  decode: (bytes: Buffer) => string,
])[] = [
  ["AF_INET", 16, internet],
  ["AF_INET6", 28, internet6],
  ["AF_UNIX", FAMILY_END + 1, unix],
  ["AF_NETLINK", 12, netlink],
  ["AF_PACKET", 20, packet],
];

/** What a call's argument points to: the address, or the pointer where there is none behind it. */
export function addressOr(pointer: string, bytes: Buffer | undefined): string {
  return bytes === undefined || bytes.length === 0 ? pointer : address(bytes);
}

/** A `sockaddr`, as strace prints it. */
export function address(bytes: Buffer): string {
  if (bytes.length < FAMILY_END) return quote(bytes);
  const family = familyOf(bytes);
  const kind = kinds.find(([name]) => constant(name) === family);
  const start = `{sa_family=${named(family, families(), "AF_")}`;
  if (bytes.length === FAMILY_END) return `${start}}`;
  if (kind === undefined || bytes.length < kind[1]) {
    return `${start}, sa_data=${quote(bytes.subarray(FAMILY_END))}}`;
  }
  return `${start}, ${kind[2](bytes)}}`;
}
