import { readFileSync } from "node:fs";

import * as socket from "bsd-sockets/socket";

import { connectedPair } from "../../support/sockets.ts";

/** An object with a descriptor, and what to close with it. */
export interface Subject extends Disposable {
  readonly socket: socket.SocketLike;
}

/** Closes objects one after the other. */
function subject(first: socket.SocketLike, ...all: Disposable[]): Subject {
  return {
    socket: first,
    [Symbol.dispose]() {
      for (const one of all) one[Symbol.dispose]();
    },
  };
}

function made(family: number, type: number, proto = 0): Subject {
  const s = socket.socket(family, type, proto);
  return subject(s, s);
}

function connected(family: number, host: string): Subject {
  const receiver = socket.socket(family, socket.SOCK_DGRAM);
  receiver.bind([host, 0]);
  const s = socket.socket(family, socket.SOCK_DGRAM);
  s.connect(receiver.getsockname());
  return subject(s, s, receiver);
}

function unixPair(): Subject {
  const [one, other] = socket.socketpair();
  return subject(one, one, other);
}

function repaired(): Subject {
  const s = socket.socket();
  try {
    socket.setOption(s, "TCP_REPAIR", 1);
    socket.setOption(s, "TCP_REPAIR_QUEUE", socket.TCP_SEND_QUEUE!);
  } catch (error) {
    s.close();
    throw error;
  }
  return subject(s, s);
}

/** The kinds of sockets that the options need. */
export const subjects = {
  tcp: () => made(socket.AF_INET, socket.SOCK_STREAM),
  connectedTcp: () => {
    const pair = connectedPair();
    return subject(pair.client, pair);
  },
  repaired,
  udp: () => made(socket.AF_INET, socket.SOCK_DGRAM),
  connectedUdp: () => connected(socket.AF_INET, "127.0.0.1"),
  udp6: () => made(socket.AF_INET6, socket.SOCK_DGRAM),
  connectedUdp6: () => connected(socket.AF_INET6, "::1"),
  raw: () => made(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
  raw6: () => made(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_UDP),
  unix: unixPair,
  netlink: () => made(socket.AF_NETLINK!, socket.SOCK_RAW),
  udplite: () => made(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDPLITE),
} satisfies Record<string, () => Subject>;

export type Kind = keyof typeof subjects;

const kindsOfLevels: Record<string, Kind> = {
  SOL_SOCKET: "tcp",
  SOL_LOCAL: "unix",
  IPPROTO_IP: "udp",
  IPPROTO_IPV6: "udp6",
  IPPROTO_TCP: "tcp",
  IPPROTO_UDP: "udp",
  IPPROTO_UDPLITE: "udplite",
  SOL_NETLINK: "netlink",
};

const kindsOfOptions: Partial<Record<socket.OptionName, Kind>> = {
  SO_MEMINFO: "udp",
  SO_NO_CHECK: "udp",
  SO_PASSCRED: "unix",
  SO_PASSPIDFD: "unix",
  SO_PASSRIGHTS: "unix",
  SO_PASSSEC: "unix",
  SO_PEEK_OFF: "udp",
  SO_PEERCRED: "unix",
  SO_PEERGROUPS: "unix",
  SO_PEERPIDFD: "unix",
  SO_PEERSEC: "unix",
  SO_TXTIME: "udp",
  IP_HDRINCL: "raw",
  IP_MTU: "connectedUdp",
  IP_NODEFRAG: "raw",
  IP_PROTOCOL: "raw",
  IP_ROUTER_ALERT: "raw",
  SO_ORIGINAL_DST: "connectedTcp",
  IPV6_CHECKSUM: "raw6",
  IPV6_HDRINCL: "raw6",
  IPV6_MTU: "connectedUdp6",
  IPV6_PATHMTU: "connectedUdp6",
  TCP_QUEUE_SEQ: "repaired",
  TCP_REPAIR_QUEUE: "repaired",
  TCP_REPAIR_WINDOW: "repaired",
  TCP_TIMESTAMP: "repaired",
  TCP_ULP: "connectedTcp",
};

/** Returns a kind of socket that has an option. */
export function kindFor(option: socket.Option): Kind {
  return kindsOfOptions[option.name as socket.OptionName] ?? kindsOfLevels[option.level]!;
}

function versionOf(text: string): number {
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/u.exec(text) ?? [];
  return Number(major) * 1000 + Number(minor);
}

/** Returns why an option cannot be tested here; undefined if it can. */
export function absenceOf(option: socket.Option): string | undefined {
  if (!socket.hasOption(option.name as socket.OptionName))
    return "missing from this system's headers";
  if (process.platform !== "linux" || option.since?.startsWith("Linux") !== true) return undefined;
  const release = readFileSync("/proc/sys/kernel/osrelease", "utf8");
  return versionOf(option.since) > versionOf(release) ? "missing from this kernel" : undefined;
}
