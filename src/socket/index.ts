/**
 * BSD sockets with the meaning of CPython's `socket` module:
 * https://docs.python.org/3/library/socket.html
 *
 * @module
 */

export { gaierror, OSError as error, TimeoutError as timeout } from "../errors.ts";
export { htonl, htons, ntohl, ntohs } from "../syscalls/index.ts";
export type { Address, AddressResult, Inet6Address, InetAddress } from "./address.ts";
export * from "./constants.ts";
export { AddressFamily, AddressInfo, type Enumeration, MsgFlag, SocketKind } from "./enums.ts";
export * from "./options/index.ts";
export {
  type AddressInfo as AddressInfoTuple,
  type AddressInfoOptions,
  getaddrinfo,
} from "./resolve.ts";
export { Socket, socket } from "./socket.ts";
export { getdefaulttimeout, setdefaulttimeout, type Timeout } from "./timeout.ts";
