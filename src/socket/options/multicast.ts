import { outOfRange, quoted } from "../../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../../arguments/integers.ts";
import { encodeInternetAddress, inet_ntop, inet_pton } from "../../syscalls/index.ts";
import { AF_INET, AF_INET6, IPPROTO_IP, IPPROTO_IPV6 } from "../constants.ts";
import { checkObject, checkString } from "./check.ts";
import { type Codec, codec } from "./codec.ts";
import { Struct } from "./layout.ts";

const membershipStruct = new Struct("ip_mreqn");
const sourceStruct = new Struct("ip_mreq_source");
const inet6MembershipStruct = new Struct("ipv6_mreq");
const groupStruct = new Struct("group_req");
const groupSourceStruct = new Struct("group_source_req");

/** Returns the sockaddr of a numeric address, without a port. */
function sockaddrOf(family: number, host: unknown, name: string): Buffer {
  const text = checkString(host, name);
  return encodeInternetAddress(family, text, 0, 0, 0) ?? refuse(family, text, name);
}

function refuse(family: number, host: string, name: string): never {
  const version = family === AF_INET ? "IPv4" : "IPv6";
  throw outOfRange(`${name} must be a numeric ${version} address, not ${quoted(host)}`);
}

/** Returns the bytes of a numeric address. */
function hostBytes(family: number, host: unknown, name: string): Buffer {
  const text = checkString(host, name);
  const address = inet_pton(family, text);
  return Buffer.isBuffer(address) ? address : refuse(family, text, name);
}

function ipv4Bytes(host: unknown, name: string): Buffer {
  return hostBytes(AF_INET, host, name);
}

function ipv4Text(address: Buffer): string {
  return inet_ntop(AF_INET, address) as string;
}

function interfaceIndex(value: unknown, name: string): number {
  return checkInteger(value ?? 0, `${name}: ifindex`, 0, INT_MAX);
}

/**
 * A multicast group, and the interface to join it on, by address or by index: `IP_ADD_MEMBERSHIP`,
 * `IP_DROP_MEMBERSHIP`. Without either, the kernel chooses an interface by its routes.
 *
 * @see https://man7.org/linux/man-pages/man7/ip.7.html
 */
export interface Membership {
  /** The group: a numeric IPv4 address. */
  readonly multiaddr: string;
  /** An address of the interface. */
  readonly address?: string;
  /** The index of the interface, from if_nametoindex(); it takes precedence over the address. */
  readonly ifindex?: number;
}

export const membership: Codec<never, Membership> = codec<never, Membership>({
  type: "Membership",
  isAvailable: membershipStruct.isAvailable,
  encode: (value, name) => {
    const { multiaddr, address, ifindex } = checkObject(
      value,
      name,
      ["multiaddr"],
      ["address", "ifindex"],
    );
    return membershipStruct.bytes({
      imr_multiaddr: ipv4Bytes(multiaddr, `${name}: multiaddr`),
      imr_address: ipv4Bytes(address ?? "0.0.0.0", `${name}: address`),
      imr_ifindex: interfaceIndex(ifindex, name),
    });
  },
});

/**
 * A multicast group and one of its senders: `IP_ADD_SOURCE_MEMBERSHIP` and related options.
 *
 * @see https://man7.org/linux/man-pages/man7/ip.7.html
 */
export interface SourceMembership {
  /** The group: a numeric IPv4 address. */
  readonly multiaddr: string;
  /** The sender: a numeric IPv4 address. */
  readonly sourceaddr: string;
  /** An address of the interface; without it, the kernel chooses one by its routes. */
  readonly interface?: string;
}

export const sourceMembership: Codec<never, SourceMembership> = codec<never, SourceMembership>({
  type: "SourceMembership",
  isAvailable: sourceStruct.isAvailable,
  encode: (value, name) => {
    const parts = checkObject(value, name, ["multiaddr", "sourceaddr"], ["interface"]);
    return sourceStruct.bytes({
      imr_multiaddr: ipv4Bytes(parts["multiaddr"], `${name}: multiaddr`),
      imr_sourceaddr: ipv4Bytes(parts["sourceaddr"], `${name}: sourceaddr`),
      imr_interface: ipv4Bytes(parts["interface"] ?? "0.0.0.0", `${name}: interface`),
    });
  },
});

/**
 * An IPv6 group and an interface: `IPV6_JOIN_GROUP`, `IPV6_LEAVE_GROUP`.
 *
 * @see https://man7.org/linux/man-pages/man7/ipv6.7.html
 */
export interface Inet6Membership {
  /** The group: a numeric IPv6 address. */
  readonly multiaddr: string;
  /** The index of the interface; without it, the kernel chooses one by its routes. */
  readonly ifindex?: number;
}

export const inet6Membership: Codec<never, Inet6Membership> = codec<never, Inet6Membership>({
  type: "Inet6Membership",
  isAvailable: inet6MembershipStruct.isAvailable,
  encode: (value, name) => {
    const { multiaddr, ifindex } = checkObject(value, name, ["multiaddr"], ["ifindex"]);
    return inet6MembershipStruct.bytes({
      ipv6mr_multiaddr: hostBytes(AF_INET6, multiaddr, `${name}: multiaddr`),
      ipv6mr_interface: interfaceIndex(ifindex, name),
    });
  },
});

/**
 * A group of either version of IP: `MCAST_JOIN_GROUP`, `MCAST_LEAVE_GROUP`.
 *
 * @see https://man7.org/linux/man-pages/man7/ip.7.html
 */
export interface Group {
  /** The group: a numeric IPv4 or IPv6 address. */
  readonly group: string;
  /** The index of the interface; without it, the kernel chooses one by its routes. */
  readonly ifindex?: number;
}

/** A group of either version of IP, and one of its senders: `MCAST_JOIN_SOURCE_GROUP`, …. */
export interface GroupSource extends Group {
  /** The sender: a numeric address of the same version as the group. */
  readonly source: string;
}

function familyOf(group: unknown, name: string): number {
  return checkString(group, `${name}: group`).includes(":") ? AF_INET6 : AF_INET;
}

/** Returns the level of the options for a group, which depends on its version of IP. */
export function levelOfGroup(value: Group): number {
  return value.group.includes(":") ? IPPROTO_IPV6 : IPPROTO_IP;
}

export const group: Codec<never, Group> = codec<never, Group>({
  type: "Group",
  isAvailable: groupStruct.isAvailable,
  encode: (value, name) => {
    const { group: host, ifindex } = checkObject(value, name, ["group"], ["ifindex"]);
    return groupStruct.bytes({
      gr_interface: interfaceIndex(ifindex, name),
      gr_group: sockaddrOf(familyOf(host, name), host, `${name}: group`),
    });
  },
});

export const groupSource: Codec<never, GroupSource> = codec<never, GroupSource>({
  type: "GroupSource",
  isAvailable: groupSourceStruct.isAvailable,
  encode: (value, name) => {
    const parts = checkObject(value, name, ["group", "source"], ["ifindex"]);
    const family = familyOf(parts["group"], name);
    return groupSourceStruct.bytes({
      gsr_interface: interfaceIndex(parts["ifindex"], name),
      gsr_group: sockaddrOf(family, parts["group"], `${name}: group`),
      gsr_source: sockaddrOf(family, parts["source"], `${name}: source`),
    });
  },
});

/** The interface of outgoing multicast: reads as its address; set by its address or index. */
export const multicastInterface: Codec<string, string | number> = codec({
  type: "string; set: string | number",
  isAvailable: membershipStruct.isAvailable,
  decode: ipv4Text,
  encode: (value, name) =>
    typeof value === "number"
      ? membershipStruct.bytes({ imr_ifindex: checkInteger(value, name, 0, INT_MAX) })
      : ipv4Bytes(value, name),
});
