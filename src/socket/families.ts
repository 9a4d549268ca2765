/**
 * Address families, and the form of each one's addresses. A family's constant carries that form as
 * its type, so TypeScript knows that the addresses of `socket.socket(socket.AF_UNIX)` are paths.
 *
 * @module
 */

import type { ByteView } from "../syscalls/index.ts";
import type { Host } from "./names/host.ts";
import * as constants from "./constants.ts";

/** `[host, port]` of AF_INET: `ip(7)`. */
export type InetAddress = [host: string, port: number];
/** `[host, port, flowinfo, scopeid]` of AF_INET6: `ipv6(7)`. */
export type Inet6Address = [host: string, port: number, flowinfo: number, scopeid: number];
/**
 * The path of AF_UNIX: `unix(7)`. An abstract name (Linux) is a Buffer that begins with a null
 * byte. A path that is not valid UTF-8 is a Buffer too; `""` is a socket without a name.
 */
export type UnixAddress = string | Buffer;
/** `[pid, groups]` of AF_NETLINK: `netlink(7)`. */
export type NetlinkAddress = [pid: number, groups: number];
/** `[ifname, proto, pkttype, hatype, addr]` of AF_PACKET: `packet(7)`. */
export type PacketAddress = [
  ifname: string,
  proto: number,
  pkttype: number,
  hatype: number,
  addr: Buffer,
];
/** The number and the bytes of any other family. */
export type OtherAddress = [family: number, data: Buffer];

/** An address of any family that a call returns. */
export type AnyAddress =
  InetAddress | Inet6Address | UnixAddress | NetlinkAddress | PacketAddress | OtherAddress;

/** The address of a peer, which may have none. */
export type AddressResult = AnyAddress | null;

/** An argument for an address of that form; parts at the end may be omitted. */
export type AddressArgument<Form extends AnyAddress> = Form extends InetAddress
  ? readonly [host: Host, port: number]
  : Form extends Inet6Address
    ? readonly [host: Host, port: number, flowinfo?: number, scopeid?: number]
    : Form extends UnixAddress
      ? string | ByteView
      : Form extends NetlinkAddress
        ? readonly [pid: number, groups: number]
        : Form extends PacketAddress
          ? readonly [
              ifname: string,
              proto: number,
              pkttype?: number,
              hatype?: number,
              addr?: ByteView,
            ]
          : readonly [family: number, data: ByteView];

/** An argument for an address of any family. */
export type Address = AddressArgument<AnyAddress>;

declare const form: unique symbol;

/** The number of a family whose addresses have that form. */
export type Family<Form extends AnyAddress> = number & { readonly [form]: Form };

/** IPv4: `ip(7)`. */
export const AF_INET = constants.AF_INET as Family<InetAddress>;
/** IPv6: `ipv6(7)`. */
export const AF_INET6 = constants.AF_INET6 as Family<Inet6Address>;
/** Sockets within this machine, named by paths: `unix(7)`. */
export const AF_UNIX = constants.AF_UNIX as Family<UnixAddress>;
/** Messages to and from the kernel: `netlink(7)`. Linux only. */
export const AF_NETLINK = constants.AF_NETLINK as Family<NetlinkAddress> | undefined;
/** Packets on a network interface: `packet(7)`. Linux only. */
export const AF_PACKET = constants.AF_PACKET as Family<PacketAddress> | undefined;
