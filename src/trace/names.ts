// The names of numbers, from the headers that the addon was built with. Where several share a number,
// the one that strace prints.

import { errnoConstants, selectConstants, socketConstants } from "../addon/constants.ts";
import { named as nameOrNumber } from "./notation.ts";

type Names = ReadonlyMap<number, string>;

/** A table that is made when it is first asked for. */
function lazily(make: () => Names): () => Names {
  let made: Names | undefined;
  return () => (made ??= make());
}

/** Those that another name comes before, where they share its number. */
const secondNames = ["IP_RECVRETOPTS", "NETLINK_INET_DIAG", "SO_DETACH_BPF", "TCP_CM_INQ"];

function named(
  table: Readonly<Record<string, number>>,
  isWanted: (name: string) => boolean,
): Map<number, string> {
  const found = Object.entries(table).filter(([name]) => isWanted(name));
  const inOrder = found.toSorted(
    ([one], [other]) => Number(secondNames.includes(one)) - Number(secondNames.includes(other)),
  );
  // The first of a number stays.
  return new Map(inOrder.map(([name, number]) => [number, name] as const).reverse());
}

function ofSockets(pattern: RegExp, except?: RegExp): () => Names {
  return lazily(() =>
    named(socketConstants, (name) => pattern.test(name) && except?.test(name) !== true),
  );
}

function byValue(names: Names): Names {
  return new Map([...names].sort(([a], [b]) => (a >>> 0) - (b >>> 0)));
}

/** The events of poll(2) or epoll(7), in the order of their bits. */
function ofEvents(pattern: RegExp): () => Names {
  return lazily(() => byValue(named(selectConstants, (name) => pattern.test(name))));
}

export const families = ofSockets(/^AF_/u, /^AF_(LOCAL|ROUTE)$/u);
export const types = ofSockets(/^SOCK_(STREAM|DGRAM|RAW|RDM|SEQPACKET|DCCP|PACKET)$/u);
export const protocols = ofSockets(/^IPPROTO_/u, /^IPPROTO_(HOPOPTS|IPV4)$/u);
export const linkProtocols = ofSockets(/^ETH_P_/u);
const netlinkOption = /^NETLINK_(ADD_|DROP_|BROAD|CAP|EXT|GET_|LIST|NO_|PKT|RX|TX)/u;
export const netlinkProtocols = ofSockets(
  /^NETLINK_/u,
  new RegExp(`${netlinkOption.source}|^NETLINK_UNUSED`, "u"),
);
/** On the BSDs most levels have no name but their protocol's. */
export const levels = ofSockets(
  process.platform === "linux" ? /^SOL_/u : /^(SOL_SOCKET$|IPPROTO_)/u,
  /^SOL_LOCAL$/u,
);
export const howToShutDown = ofSockets(/^SHUT_/u);
export const controlTypes = ofSockets(/^SCM_/u, /^SCM_TSTAMP_/u);
export const pollEvents = ofEvents(/^POLL/u);
export const epollEvents = ofEvents(/^EPOLL[A-Z]+$/u);
export const epollOperations = lazily(() =>
  named(selectConstants, (name) => name.startsWith("EPOLL_CTL_")),
);

/** The options of a level, and how their names begin. */
interface Options {
  readonly prefix: string;
  readonly names: () => Names;
}

function optionsOf(
  prefix: string,
  except?: RegExp,
  pattern = new RegExp(`^${prefix}`, "u"),
): Options {
  return { prefix, names: ofSockets(pattern, except) };
}

const byLevel: readonly (readonly [level: string, options: Options])[] = [
  ["SOL_SOCKET", optionsOf("SO_", /^SO_(EE_|RDS_|ORIGINAL_DST|\w+_(OLD|NEW)$)/u)],
  [
    "IPPROTO_TCP",
    optionsOf(
      "TCP_",
      /^TCP_(ESTABLISHED|SYN_|FIN_|TIME_WAIT|CLOS|LAST_ACK|LISTEN|CA_|AO_KEYF|AO_MAX|MD5SIG_[FM]|NO_Q|RECE|RECV|SEND_|REPAIR_O[FN]|ENCAP_)/u,
    ),
  ],
  ["IPPROTO_UDP", optionsOf("UDP_", /^UDP_ENCAP_/u)],
  ["IPPROTO_IP", optionsOf("IP_", /^IP_(PMTUDISC|DEFAULT|MAX|MIN|PORTRANGE)_/u)],
  [
    "IPPROTO_IPV6",
    optionsOf(
      "IPV6_",
      /^IPV6_(PMTUDISC|DEFAULT|MAX|MIN|PORTRANGE|FL|FLOWINFO|PREFER|RTHDR)_|_(JOIN|LEAVE)_GROUP|ISOLATE/u,
    ),
  ],
  ["SOL_NETLINK", optionsOf("NETLINK_", undefined, netlinkOption)],
  [
    "SOL_PACKET",
    optionsOf(
      "PACKET_",
      /^PACKET_(HOST|BROAD|MULTI|OTHER|OUTGOING|LOOP|USER|KERNEL|FAST|MR_|FANOUT_(?!DATA))/u,
    ),
  ],
];

/** The name of a level's option; its number where the level's options are not known. */
export function optionName(level: number, option: number): string {
  const found = byLevel.find(([name]) => socketConstants[name] === level)?.[1];
  return found === undefined ? String(option) : nameOrNumber(option, found.names(), found.prefix);
}

export const messageFlags = lazily(() =>
  byValue(ofSockets(/^MSG_/u, /^MSG_(TRYHARD|BATCH|EOF|SOCK_DEVMEM)$/u)()),
);

/** The errors: EAGAIN for EWOULDBLOCK, EOPNOTSUPP for ENOTSUP. */
export const errors = lazily(() =>
  named(errnoConstants, (name) => !/^(EWOULDBLOCK|EDEADLOCK|ENOTSUP)$/u.test(name)),
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
  return socketConstants[name];
}
