/**
 * The constants of `<sys/socket.h>` and related headers, by their own names. The numbers come from
 * the headers that the addon was built with; a name that the operating system lacks is `undefined`.
 *
 * @module
 */

export * from "./constants/ethernet.ts";
export * from "./constants/families.ts";
export * from "./constants/ip.ts";
export * from "./constants/ipv6.ts";
export * from "./constants/lookup.ts";
export * from "./constants/messages.ts";
export * from "./constants/netlink.ts";
export * from "./constants/packet.ts";
export * from "./constants/protocols.ts";
export * from "./constants/rds.ts";
export * from "./constants/socket.ts";
export * from "./constants/tcp.ts";
export * from "./constants/udp.ts";
