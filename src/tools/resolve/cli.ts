/**
 * The command `bsd-sockets resolve`: what getaddrinfo answers.
 *
 * @module
 */

import { type Command, InvalidArgumentError, Option } from "commander";

import { OSError } from "../../errors.ts";
import { print } from "../../python/index.ts";
import * as socket from "../../socket/index.ts";
import { CommandFailure, runCommand } from "../../command/run.ts";
import { DONE } from "../../command/status.ts";
import { reasonOf } from "../../command/lookup-reasons.ts";
import { jsonLines, pythonLine, tableLines } from "./view.ts";

const EXAMPLES = `
Each line is an answer, in the order in which a client should try them: the first three columns are
what socket() takes, and the last what connect() or bind() takes. Without --type there is a line for
each socket type. An empty host ("") is this machine: the loopback, or with --passive the wildcard.

Examples:
  bsd-sockets resolve localhost 80
      everything that a socket could be made of
  bsd-sockets resolve localhost https --type stream
      the port of a service, over TCP
  bsd-sockets resolve "" 65432 --passive --type stream
      what a server binds to
  bsd-sockets resolve ::1 80 --numeric --python
      without asking anybody, printed as Python prints it
`;

const families: Readonly<Record<string, number>> = {
  inet: socket.AF_INET,
  inet6: socket.AF_INET6,
  unspec: socket.AF_UNSPEC,
};
const types: Readonly<Record<string, number>> = {
  stream: socket.SOCK_STREAM,
  dgram: socket.SOCK_DGRAM,
  raw: socket.SOCK_RAW,
  seqpacket: socket.SOCK_SEQPACKET,
};
const protocols: Readonly<Record<string, number>> = {
  tcp: socket.IPPROTO_TCP,
  udp: socket.IPPROTO_UDP,
  icmp: socket.IPPROTO_ICMP,
  icmpv6: socket.IPPROTO_ICMPV6,
};

/** The options that are flags of getaddrinfo's. */
const flags = [
  ["passive", "AI_PASSIVE: addresses for bind(), without a host the wildcard", socket.AI_PASSIVE],
  ["canonical", "AI_CANONNAME: the host's official name, on the first line", socket.AI_CANONNAME],
  ["numeric", "AI_NUMERICHOST: the host is a number, so nobody is asked", socket.AI_NUMERICHOST],
  ["numericPort", "AI_NUMERICSERV: the port is a number", socket.AI_NUMERICSERV],
  ["configured", "AI_ADDRCONFIG: only families that this machine has", socket.AI_ADDRCONFIG],
  ["mapped", "AI_V4MAPPED: IPv4 as ::ffff:… where IPv6 is asked for", socket.AI_V4MAPPED],
  ["allMapped", "AI_ALL: with --mapped, IPv6 and IPv4", socket.AI_ALL],
] as const;

/** The options as commander gives them. */
interface Given extends Partial<Readonly<Record<(typeof flags)[number][0], true>>> {
  readonly family?: number;
  readonly type?: number;
  readonly proto?: number;
  readonly python?: true;
  readonly json?: true;
}

/** A reader of a constant: by the tool's short name, the header's name, or a number. */
function constant(prefix: string, known: Readonly<Record<string, number>>) {
  return (text: string): number => {
    const short = text.toLowerCase().replace(prefix, "");
    const number = Object.hasOwn(known, short) ? known[short] : undefined;
    if (number !== undefined) return number;
    if (/^\d{1,9}$/u.test(text)) return Number(text);
    throw new InvalidArgumentError(`“${text}” is none of ${Object.keys(known).join(", ")}.`);
  };
}

/** Makes `command` the look-up of names. */
export function defineResolve(command: Command): void {
  command
    .description("Shows the addresses that getaddrinfo(3) gives for a host and a port.")
    .argument("<host>", "a name or a numeric address; “” is none")
    .argument("[port]", "a number or the name of a service")
    .option("--family <name>", "inet, inet6 or unspec", constant("af_", families))
    .option("--type <name>", "stream, dgram, raw or seqpacket", constant("sock_", types))
    .option("--proto <name>", "tcp, udp, icmp or icmpv6", constant("ipproto_", protocols));
  for (const [name, description] of flags) {
    command.option(`--${name.replace(/[A-Z]/u, (c) => `-${c.toLowerCase()}`)}`, description);
  }
  command
    .addOption(new Option("--python", "print the list of tuples as Python does").conflicts("json"))
    .option("--json", "print each answer as JSON, one a line")
    .addHelpText("after", EXAMPLES)
    .action(async (host: string, port: string | undefined, given: Given) => {
      await runCommand("resolve", () => resolve(host, port ?? null, given));
    });
}

/** Looks up and shows; gives the exit status. */
function resolve(host: string, port: string | null, given: Given): number {
  const found = lookUp(host, port, given);
  if (given.python === true) print(pythonLine(found));
  else print((given.json === true ? jsonLines(found) : tableLines(found)).join("\n"));
  return DONE;
}

function lookUp(host: string, port: string | null, given: Given): socket.AddressInfoTuple[] {
  const { family = 0, type = 0, proto = 0 } = given;
  const set = flags.filter(([name]) => given[name] === true).map(([, , flag]) => flag);
  const sum = set.reduce((bits, flag) => bits | flag, 0);
  try {
    const name = host === "" ? null : host;
    return socket.getaddrinfo(name, port, { family, type, proto, flags: sum });
  } catch (error) {
    const what = `${host === "" ? "“”" : host} ${port ?? ""}`.trimEnd();
    throw failureOf(error, what, reasonOfAsking(error, host, port, given));
  }
}

/** Why a name is “not known” that nobody was asked for; undefined for other failures. */
function reasonOfAsking(
  error: unknown,
  host: string,
  port: string | null,
  { numeric, numericPort }: Given,
): string | undefined {
  if (!(error instanceof OSError) || error.errno !== socket.EAI_NONAME) return undefined;
  if (host === "" && port === null) return "There must be a host or a port.";
  if (numericPort === true && /\D/u.test(port ?? ""))
    return "With --numeric-port a port is a number.";
  if (numeric === true) return "This is no numeric address, and with --numeric nobody is asked.";
  return undefined;
}

function failureOf(error: unknown, what: string, reason?: string): unknown {
  if (error instanceof OSError) {
    const { errno, strerror, code = "" } = error;
    const meaning = `${strerror} (${code}, ${errno ?? ""}).`;
    return new CommandFailure(`${what}: ${meaning} ${reason ?? reasonOf(errno)}`.trimEnd());
  }
  return error instanceof RangeError ? new CommandFailure(`${what}: ${error.message}`) : error;
}
