/**
 * BSD sockets with the meaning of CPython's `socket` module:
 * https://docs.python.org/3/library/socket.html
 *
 * @module
 */

export { Socket, Socket as SocketType } from "./socket.ts";
export { close, dup, fromfd, socket, type SocketOptions, socketpair } from "./open.ts";
export {
  create_connection,
  type CreateConnectionOptions,
  create_server,
  type CreateServerOptions,
  has_dualstack_ipv6,
} from "./create.ts";
export { recv_fds, send_fds } from "./rights.ts";
export {
  type Address,
  type AddressArgument,
  type AddressResult,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  type AnyAddress,
  type Family,
  type Inet6Address,
  type InetAddress,
  type NetlinkAddress,
  type OtherAddress,
  type PacketAddress,
  type UnixAddress,
} from "./families.ts";
export type { AncillaryItem, ReceivedMessage, ReceivedMessageInto } from "./message-calls.ts";
export type { FileSource } from "./send-file.ts";
export { getdefaulttimeout, setdefaulttimeout, type Timeout } from "./timeout.ts";
export * from "./options/index.ts";
export { SocketFile } from "./file/socket-file.ts";
export { SocketTextFile } from "./file/text-file.ts";
export type { MakefileOptions } from "./file/open-file.ts";
export type { Newline, TextEncoding } from "./file/newlines.ts";
export {
  type AddressInfoOptions,
  type AddressInfoTuple,
  getaddrinfo,
  has_ipv6,
} from "./resolve.ts";
export * from "./names/index.ts";
export { gaierror, herror, OSError as error, TimeoutError as timeout } from "../errors.ts";
export { CMSG_LEN, CMSG_SPACE, htonl, htons, ntohl, ntohs } from "../syscalls/index.ts";
export type { ByteView, ControlItem } from "../syscalls/index.ts";
export { AddressFamily, AddressInfo, type Enumeration, MsgFlag, SocketKind } from "./enums.ts";
export * from "./constants.ts";
