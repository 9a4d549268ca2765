// The names of numbers, from the headers that the addon was built with. Where several share a number,
// the one that strace prints.

import { addon } from "../addon.ts";

type Names = ReadonlyMap<number, string>;

/** A table that is made when it is first asked for. */
function lazily(make: () => Names): () => Names {
  let made: Names | undefined;
  return () => (made ??= make());
}

function named(
  table: Readonly<Record<string, number>>,
  isWanted: (name: string) => boolean,
): Map<number, string> {
  const found = Object.entries(table).filter(([name]) => isWanted(name));
  // The first of a number stays.
  return new Map(found.map(([name, number]) => [number, name] as const).reverse());
}

function ofSockets(pattern: RegExp, except?: RegExp): () => Names {
  return lazily(() =>
    named(addon.socketConstants, (name) => pattern.test(name) && except?.test(name) !== true),
  );
}

function byValue(names: Names): Names {
  return new Map([...names].sort(([a], [b]) => (a >>> 0) - (b >>> 0)));
}

/** In the order in which strace prints the events: what poll(2) gives without being asked is last. */
function ofEvents(prefix: string): () => Names {
  const late = ["ERR", "HUP", "RDHUP", "NVAL", "EXCLUSIVE", "WAKEUP", "ONESHOT", "ET"];
  const order = [...["IN", "PRI", "OUT", "RDNORM", "RDBAND", "WRNORM", "WRBAND", "MSG"], ...late];
  return lazily(() => {
    const table = addon.selectConstants;
    const known = order.filter((name) => table[prefix + name] !== undefined);
    return new Map(known.map((name) => [table[prefix + name]!, prefix + name]));
  });
}

export const families = ofSockets(/^AF_/u, /^AF_(LOCAL|ROUTE)$/u);
export const types = ofSockets(/^SOCK_(STREAM|DGRAM|RAW|RDM|SEQPACKET|DCCP|PACKET)$/u);
export const protocols = ofSockets(/^IPPROTO_/u, /^IPPROTO_(HOPOPTS|IPV4)$/u);
export const linkProtocols = ofSockets(/^ETH_P_/u);
export const netlinkProtocols = ofSockets(
  /^NETLINK_(ROUTE|[A-Z0-9_]*)$/u,
  /^NETLINK_(ADD_|DROP_|BROAD|CAP|EXT|GET_|LIST|NO_|PKT|RX|TX|UNUSED)/u,
);
/** On the BSDs most levels have no name but their protocol's. */
export const levels = ofSockets(
  process.platform === "linux" ? /^SOL_/u : /^(SOL_SOCKET$|IPPROTO_)/u,
  /^SOL_(LOCAL|RAW)$/u,
);
export const howToShutDown = ofSockets(/^SHUT_/u);
export const controlTypes = ofSockets(/^SCM_/u, /^SCM_TSTAMP_/u);
export const pollEvents = ofEvents("POLL");
export const epollEvents = ofEvents("EPOLL");
export const epollOperations = lazily(() =>
  named(addon.selectConstants, (name) => name.startsWith("EPOLL_CTL_")),
);

const byLevel: readonly (readonly [level: string, names: () => Names])[] = [
  ["SOL_SOCKET", ofSockets(/^SO_/u, /^SO_(EE_|RDS_|ORIGINAL_DST|\w+_(OLD|NEW)$)/u)],
  [
    "IPPROTO_TCP",
    ofSockets(
      /^TCP_/u,
      /^TCP_(ESTABLISHED|SYN_|FIN_|TIME_WAIT|CLOS|LAST_ACK|LISTEN|CA_|AO_KEYF|AO_MAX|MD5SIG_|NO_Q|RECE|RECV|SEND_|REPAIR_O[FN])/u,
    ),
  ],
  ["IPPROTO_UDP", ofSockets(/^UDP_/u, /^UDP_ENCAP_/u)],
  ["IPPROTO_IP", ofSockets(/^IP_/u, /^IP_(PMTUDISC|DEFAULT|MAX|MIN|PORTRANGE)_/u)],
  [
    "IPPROTO_IPV6",
    ofSockets(
      /^IPV6_/u,
      /^IPV6_(PMTUDISC|DEFAULT|MAX|MIN|PORTRANGE|FL|FLOWINFO|PREFER|RTHDR)_|_(JOIN|LEAVE)_GROUP|ISOLATE/u,
    ),
  ],
];

/** The names of a level's options. */
export function options(level: number): Names {
  const found = byLevel.find(([name]) => addon.socketConstants[name] === level);
  return found === undefined ? new Map<number, string>() : found[1]();
}

export const messageFlags = lazily(() =>
  byValue(ofSockets(/^MSG_/u, /^MSG_(TRYHARD|BATCH|EOF|SOCK_DEVMEM)$/u)()),
);

/** The errors: EAGAIN for EWOULDBLOCK, EOPNOTSUPP for ENOTSUP. */
export const errors = lazily(() =>
  named(addon.errnoConstants, (name) => !/^(EWOULDBLOCK|EDEADLOCK|ENOTSUP)$/u.test(name)),
);

/** The states of TCP_INFO, without their prefix. */
export const tcpStates = lazily(() => {
  const states = ofSockets(
    /^TCP_(ESTABLISHED|SYN_SENT|SYN_RECV|FIN_WAIT[12]|TIME_WAIT|CLOSE|CLOSE_WAIT|LAST_ACK|LISTEN|CLOSING)$/u,
  )();
  return new Map([...states].map(([number, name]) => [number, name.slice("TCP_".length)]));
});

/** O_CLOEXEC, which Node does not name. */
export const O_CLOEXEC = process.platform === "linux" ? 0o2000000 : 0x1000000;

/** The number of a name, where there is one. */
export function constant(name: string): number | undefined {
  return addon.socketConstants[name];
}
