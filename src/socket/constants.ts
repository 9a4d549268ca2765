/**
 * The constants of `<sys/socket.h>` and its kin, by their own names. The numbers are those of the
 * headers that the addon was built with; a name that an operating system lacks is `undefined`.
 *
 * @module
 */

import { addon } from "../native.ts";

const constants = addon.socketConstants;

/** One that every supported system has. */
function known(name: string): number {
  const value = constants[name];
  if (value === undefined) throw new Error(`The addon has no constant ${name}`);
  return value;
}

// Address families: socket(2), address_families(7).
export const AF_INET: number = known("AF_INET");
export const AF_INET6: number = known("AF_INET6");
export const AF_UNIX: number = known("AF_UNIX");
export const AF_UNSPEC: number = known("AF_UNSPEC");

// Socket types, and the two flags that socket(2) takes beside them.
export const SOCK_CLOEXEC: number | undefined = constants["SOCK_CLOEXEC"];
export const SOCK_DGRAM: number = known("SOCK_DGRAM");
export const SOCK_NONBLOCK: number | undefined = constants["SOCK_NONBLOCK"];
export const SOCK_RAW: number = known("SOCK_RAW");
export const SOCK_RDM: number = known("SOCK_RDM");
export const SOCK_SEQPACKET: number = known("SOCK_SEQPACKET");
export const SOCK_STREAM: number = known("SOCK_STREAM");

// Levels of setsockopt(2).
export const SOL_IP: number | undefined = constants["SOL_IP"];
export const SOL_SOCKET: number = known("SOL_SOCKET");
export const SOL_TCP: number | undefined = constants["SOL_TCP"];
export const SOL_UDP: number | undefined = constants["SOL_UDP"];

// Options at the level SOL_SOCKET: socket(7).
export const SO_ACCEPTCONN: number | undefined = constants["SO_ACCEPTCONN"];
export const SO_BINDTODEVICE: number | undefined = constants["SO_BINDTODEVICE"];
export const SO_BROADCAST: number = known("SO_BROADCAST");
export const SO_DEBUG: number = known("SO_DEBUG");
export const SO_DOMAIN: number | undefined = constants["SO_DOMAIN"];
export const SO_DONTROUTE: number = known("SO_DONTROUTE");
export const SO_ERROR: number = known("SO_ERROR");
export const SO_INCOMING_CPU: number | undefined = constants["SO_INCOMING_CPU"];
export const SO_KEEPALIVE: number = known("SO_KEEPALIVE");
export const SO_LINGER: number = known("SO_LINGER");
export const SO_MARK: number | undefined = constants["SO_MARK"];
export const SO_NOSIGPIPE: number | undefined = constants["SO_NOSIGPIPE"];
export const SO_OOBINLINE: number = known("SO_OOBINLINE");
export const SO_PEERCRED: number | undefined = constants["SO_PEERCRED"];
export const SO_PRIORITY: number | undefined = constants["SO_PRIORITY"];
export const SO_PROTOCOL: number | undefined = constants["SO_PROTOCOL"];
export const SO_RCVBUF: number = known("SO_RCVBUF");
export const SO_RCVLOWAT: number = known("SO_RCVLOWAT");
export const SO_RCVTIMEO: number = known("SO_RCVTIMEO");
export const SO_REUSEADDR: number = known("SO_REUSEADDR");
export const SO_REUSEPORT: number = known("SO_REUSEPORT");
export const SO_SNDBUF: number = known("SO_SNDBUF");
export const SO_SNDLOWAT: number = known("SO_SNDLOWAT");
export const SO_SNDTIMEO: number = known("SO_SNDTIMEO");
export const SO_TYPE: number = known("SO_TYPE");

// Flags of send(2) and recv(2).
export const MSG_CMSG_CLOEXEC: number | undefined = constants["MSG_CMSG_CLOEXEC"];
export const MSG_CONFIRM: number | undefined = constants["MSG_CONFIRM"];
export const MSG_CTRUNC: number = known("MSG_CTRUNC");
export const MSG_DONTROUTE: number = known("MSG_DONTROUTE");
export const MSG_DONTWAIT: number = known("MSG_DONTWAIT");
export const MSG_EOR: number = known("MSG_EOR");
export const MSG_ERRQUEUE: number | undefined = constants["MSG_ERRQUEUE"];
export const MSG_FASTOPEN: number | undefined = constants["MSG_FASTOPEN"];
export const MSG_MORE: number | undefined = constants["MSG_MORE"];
export const MSG_NOSIGNAL: number | undefined = constants["MSG_NOSIGNAL"];
export const MSG_OOB: number = known("MSG_OOB");
export const MSG_PEEK: number = known("MSG_PEEK");
export const MSG_TRUNC: number = known("MSG_TRUNC");
export const MSG_WAITALL: number = known("MSG_WAITALL");

// Ways of shutdown(2).
export const SHUT_RD: number = known("SHUT_RD");
export const SHUT_RDWR: number = known("SHUT_RDWR");
export const SHUT_WR: number = known("SHUT_WR");

// The longest queue of listen(2).
export const SOMAXCONN: number = known("SOMAXCONN");

// Protocols: ip(7).
export const IPPROTO_ICMP: number = known("IPPROTO_ICMP");
export const IPPROTO_ICMPV6: number = known("IPPROTO_ICMPV6");
export const IPPROTO_IP: number = known("IPPROTO_IP");
export const IPPROTO_IPV6: number = known("IPPROTO_IPV6");
export const IPPROTO_RAW: number = known("IPPROTO_RAW");
export const IPPROTO_TCP: number = known("IPPROTO_TCP");
export const IPPROTO_UDP: number = known("IPPROTO_UDP");

// IPv4 addresses as numbers.
export const INADDR_ANY: number = known("INADDR_ANY");
export const INADDR_BROADCAST: number = known("INADDR_BROADCAST");
export const INADDR_LOOPBACK: number = known("INADDR_LOOPBACK");
export const INADDR_NONE: number = known("INADDR_NONE");

// Options at the level IPPROTO_IP: ip(7).
export const IP_LOCAL_PORT_RANGE: number | undefined = constants["IP_LOCAL_PORT_RANGE"];
export const IP_TOS: number = known("IP_TOS");
export const IP_TTL: number = known("IP_TTL");

// Options at the level IPPROTO_IPV6: ipv6(7).
export const IPV6_UNICAST_HOPS: number = known("IPV6_UNICAST_HOPS");
export const IPV6_V6ONLY: number = known("IPV6_V6ONLY");

// Options at the level IPPROTO_TCP: tcp(7).
export const TCP_CONGESTION: number | undefined = constants["TCP_CONGESTION"];
export const TCP_CORK: number | undefined = constants["TCP_CORK"];
export const TCP_DEFER_ACCEPT: number | undefined = constants["TCP_DEFER_ACCEPT"];
export const TCP_FASTOPEN: number | undefined = constants["TCP_FASTOPEN"];
export const TCP_INFO: number | undefined = constants["TCP_INFO"];
export const TCP_KEEPALIVE: number | undefined = constants["TCP_KEEPALIVE"];
export const TCP_KEEPCNT: number = known("TCP_KEEPCNT");
export const TCP_KEEPIDLE: number | undefined = constants["TCP_KEEPIDLE"];
export const TCP_KEEPINTVL: number = known("TCP_KEEPINTVL");
export const TCP_LINGER2: number | undefined = constants["TCP_LINGER2"];
export const TCP_MAXSEG: number = known("TCP_MAXSEG");
export const TCP_NODELAY: number = known("TCP_NODELAY");
export const TCP_NOPUSH: number | undefined = constants["TCP_NOPUSH"];
export const TCP_QUICKACK: number | undefined = constants["TCP_QUICKACK"];
export const TCP_SYNCNT: number | undefined = constants["TCP_SYNCNT"];
export const TCP_USER_TIMEOUT: number | undefined = constants["TCP_USER_TIMEOUT"];
export const TCP_WINDOW_CLAMP: number | undefined = constants["TCP_WINDOW_CLAMP"];

// Flags of getaddrinfo(3).
export const AI_ADDRCONFIG: number = known("AI_ADDRCONFIG");
export const AI_ALL: number = known("AI_ALL");
export const AI_CANONNAME: number = known("AI_CANONNAME");
export const AI_NUMERICHOST: number = known("AI_NUMERICHOST");
export const AI_NUMERICSERV: number = known("AI_NUMERICSERV");
export const AI_PASSIVE: number = known("AI_PASSIVE");
export const AI_V4MAPPED: number = known("AI_V4MAPPED");

// Errors of getaddrinfo(3): the errno of a gaierror.
export const EAI_ADDRFAMILY: number | undefined = constants["EAI_ADDRFAMILY"];
export const EAI_AGAIN: number = known("EAI_AGAIN");
export const EAI_BADFLAGS: number = known("EAI_BADFLAGS");
export const EAI_FAIL: number = known("EAI_FAIL");
export const EAI_FAMILY: number = known("EAI_FAMILY");
export const EAI_MEMORY: number = known("EAI_MEMORY");
export const EAI_NODATA: number | undefined = constants["EAI_NODATA"];
export const EAI_NONAME: number = known("EAI_NONAME");
export const EAI_OVERFLOW: number | undefined = constants["EAI_OVERFLOW"];
export const EAI_SERVICE: number = known("EAI_SERVICE");
export const EAI_SOCKTYPE: number = known("EAI_SOCKTYPE");
export const EAI_SYSTEM: number = known("EAI_SYSTEM");
