import { typeName, wrongType } from "../arguments/errors.ts";
import { OSError } from "../errors.ts";
import { shareMemory } from "../addon/shared-memory.ts";
import {
  type ByteView,
  decodeAddress,
  type DecodedAddress,
  encodeAddress,
  encodeInternetAddress,
  encodeNetlinkAddress,
  encodeUnixAddress,
  SOCKADDR_STORAGE_SIZE,
} from "../syscalls/index.ts";
import { checkArray, checkPart } from "./address-parts.ts";
import { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX, type AnyAddress } from "./families.ts";
import { fromPacket, packetSockaddr } from "./packet-address.ts";
import { checkHost, type Host, textOfHost } from "./names/host.ts";
import { lookUp } from "./resolve.ts";

type Encode = (address: unknown, call: string, family: number) => Uint8Array;

const encoders = new Map<number | undefined, Encode>([
  [AF_INET, internetSockaddr],
  [AF_INET6, internetSockaddr],
  [AF_UNIX, unixSockaddr],
  [AF_NETLINK, netlinkSockaddr],
  [AF_PACKET, packetSockaddr],
]);

/** Returns the sockaddr of an address of a family; looks up a host name. */
export function toSockaddr(family: number, address: unknown, call: string): Uint8Array {
  return (encoders.get(family) ?? otherSockaddr)(address, call, family);
}

function internetSockaddr(address: unknown, call: string, family: number): Uint8Array {
  const [host, port, flowinfo, scopeId] = checkInternet(family, address, call);
  const text = textOfHost(host);
  if (text === "<broadcast>" && family === AF_INET6) {
    throw new OSError(null, "address family mismatched", { syscall: call, address: text });
  }
  const numeric = wildcards(family).get(text) ?? text;
  const sockaddr = encodeInternetAddress(family, numeric, port, flowinfo, scopeId);
  if (sockaddr !== null) return sockaddr;
  const { address: bytes } = lookUp(host, null, family)[0];
  const found = decodeAddress(bytes, bytes.length) as [string, number, number?, number?];
  const [numericHost, , , scopeOfName = 0] = found;
  // Keep the scope in the name (fe80::1%eth0) unless another is given.
  return encodeInternetAddress(family, numericHost, port, flowinfo, scopeId || scopeOfName)!;
}

const IPV4_WILDCARDS = new Map([
  ["", "0.0.0.0"],
  ["<broadcast>", "255.255.255.255"],
]);
const IPV6_WILDCARDS = new Map([["", "::"]]);

function wildcards(family: number): ReadonlyMap<string, string> {
  return family === AF_INET ? IPV4_WILDCARDS : IPV6_WILDCARDS;
}

function checkInternet(
  family: number,
  address: unknown,
  call: string,
): [Host, number, number, number] {
  const name = family === AF_INET ? "AF_INET" : "AF_INET6";
  const parts = checkArray(address, name, call);
  const [host, port, flowinfo = 0, scopeId = 0] = parts;
  if (family === AF_INET && parts.length !== 2) {
    throw wrongType(`${call}(): AF_INET address must be a pair [host, port]`);
  }
  if (parts.length < 2 || parts.length > 4) {
    throw wrongType(`${call}(): AF_INET6 address must be [host, port, flowinfo?, scopeid?]`);
  }
  checkHost(host, call);
  return [
    host,
    checkPart(port, "port", 0xffff, call),
    checkPart(flowinfo, "flowinfo", 0xfffff, call),
    checkPart(scopeId, "scopeid", 0xffffffff, call),
  ];
}

function unixSockaddr(address: unknown, call: string): Uint8Array {
  const path = typeof address === "string" ? Buffer.from(address) : address;
  if (!ArrayBuffer.isView(path)) {
    throw wrongType(`${call}(): AF_UNIX address must be a path or bytes, not ${typeName(address)}`);
  }
  const sockaddr = encodeUnixAddress(path as ByteView);
  if (sockaddr === null) throw new OSError(null, "AF_UNIX path too long", { syscall: call });
  return sockaddr;
}

function netlinkSockaddr(address: unknown, call: string): Uint8Array {
  const parts = checkArray(address, "AF_NETLINK", call);
  if (parts.length !== 2) {
    throw wrongType(`${call}(): AF_NETLINK address must be a pair [pid, groups]`);
  }
  const [pid, groups] = parts;
  return encodeNetlinkAddress!(
    checkPart(pid, "pid", 0xffffffff, call),
    checkPart(groups, "groups", 0xffffffff, call),
  );
}

function otherSockaddr(address: unknown, call: string, family: number): Uint8Array {
  const parts = checkArray(address, `a family ${family}`, call);
  const [number, data] = parts;
  if (parts.length !== 2 || typeof number !== "number" || !ArrayBuffer.isView(data)) {
    throw wrongType(`${call}(): an address of family ${family} must be [family, bytes]`);
  }
  return encodeAddress(number, data as ByteView);
}

/** Where calls write the addresses they return: one for each thread is enough. */
export const addressBytes: Uint8Array = shareMemory(new Uint8Array(SOCKADDR_STORAGE_SIZE));
/** The full length of the address in {@link addressBytes}. */
export const addressLength: Int32Array = shareMemory(new Int32Array(1));

/** Returns the address that a call has just written to {@link addressBytes}, or null for none. */
export function fromSockaddr(): AnyAddress | null {
  const length = Math.min(addressLength[0] ?? 0, addressBytes.length);
  return decoded(addressBytes, length);
}

/** Returns the address in the first bytes of a sockaddr. */
export function decoded(sockaddr: Uint8Array, length: number): AnyAddress | null {
  return fromDecoded(decodeAddress(sockaddr, length));
}

/** A decoded address as a socket's methods return it. */
export function fromDecoded(address: DecodedAddress | null): AnyAddress | null {
  if (Buffer.isBuffer(address)) return fromUnix(address);
  if (address?.length === 5) return fromPacket(address);
  return address as AnyAddress | null;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// An abstract name is bytes. So is a path that is not valid UTF-8, because text would lose it.
function fromUnix(path: Buffer): string | Buffer {
  if (path[0] === 0) return path;
  try {
    return utf8.decode(path);
  } catch {
    return path;
  }
}
