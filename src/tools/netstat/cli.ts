/**
 * The command `bsd-sockets netstat`: which sockets there are, and who has them.
 *
 * @module
 */

import { type Command, Option } from "commander";

import { HIGHEST_PORT } from "../../arguments/integers.ts";
import { wholeNumber } from "../../command/numbers.ts";
import { CommandFailure, runCommand } from "../../command/run.ts";
import { DONE } from "../../command/status.ts";
import { jsonText } from "../../command/printable.ts";
import { type Protocol, PROTOCOLS, type SocketFilter } from "./entry.ts";
import { ownersOf } from "./owners.ts";
import { NoSocketTable, socketTable } from "./table.ts";
import { type OwnedSocket, tableLines } from "./view.ts";
import { printLines, watch } from "./watch.ts";

const EXAMPLES = `
For a listener Recv-Q is how many connections wait to be accepted, and Send-Q how many may; for a
connection they are bytes that were not read, and bytes that were not acknowledged. Addresses and
ports are numbers. A "-" is what the kernel does not tell, or not this user.

Examples:
  bsd-sockets netstat
      the TCP, UDP and raw sockets
  bsd-sockets netstat -an
      everything, UNIX sockets too
  bsd-sockets netstat --port 65432 --watch
      both ends of the connections of one port, each second anew
  bsd-sockets netstat -tl
      who listens on TCP
  bsd-sockets netstat --json | grep '"state":"CLOSE_WAIT"'
      one JSON object a line, for other programs
`;

/** The options as commander gives them. */
interface Given {
  readonly tcp?: true;
  readonly udp?: true;
  readonly raw?: true;
  readonly unix?: true;
  readonly all?: true;
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly listening?: true;
  readonly port?: number;
  readonly watch?: true;
  readonly json?: true;
}

/** Makes `command` the table of sockets. */
export function defineNetstat(command: Command): void {
  command
    .description("Lists the sockets of this machine: states, queues, addresses, and who has them.")
    .option("-t, --tcp", "TCP sockets")
    .option("-u, --udp", "UDP sockets")
    .option("-w, --raw", "raw sockets and those of ICMP")
    .option("-x, --unix", "UNIX sockets")
    .option("-a, --all", "all of these")
    .option("-4, --ipv4", "only sockets of IPv4")
    .option("-6, --ipv6", "only sockets of IPv6")
    .option("-l, --listening", "only sockets that wait for others: listeners, and UDP without peer")
    .option("--port <number>", "only with this local or foreign port", wholeNumber(1, HIGHEST_PORT))
    .option("--watch", "show them each second, until Ctrl-C")
    .option("--json", "print each socket as JSON, one a line")
    // What hands that know netstat and ss type: it is so anyway.
    .addOption(new Option("-n, --numeric").hideHelp())
    .addOption(new Option("-p, --programs").hideHelp())
    .addHelpText("after", EXAMPLES)
    .action(async (given: Given) => {
      await runCommand("netstat", () => netstat(given));
    });
}

/** Shows what the options ask for; gives the exit status. */
function netstat(given: Given): number {
  const look = given.json === true ? jsonLines : lines;
  if (given.watch === true) watch(() => look(given), process.stdout);
  else printLines(look(given));
  return DONE;
}

function lines(given: Given): string[] {
  const { sockets, hidden } = read(given);
  const isUnknown = sockets.some(({ inode, owners }) => inode !== 0 && owners.length === 0);
  const note = hidden > 0 && isUnknown ? ["", "Other users' programs are shown to root only."] : [];
  return [...tableLines(sockets), ...note];
}

function jsonLines(given: Given): string[] {
  // Of a watch's lines, those with one time belong together.
  const time = given.watch === true ? { time: new Date().toISOString() } : {};
  return read(given).sockets.map((entry) => jsonText({ ...time, ...entry }));
}

function read(given: Given): { sockets: OwnedSocket[]; hidden: number } {
  const entries = tableFor(filterOf(given)).filter(
    // A UNIX socket without a name cannot be reached by others.
    ({ protocol, localAddress }) =>
      given.listening === undefined || protocol !== "unix" || localAddress !== "",
  );
  const inodes = new Set(entries.map(({ inode }) => inode).filter((inode) => inode !== 0));
  const { byInode, hidden } = ownersOf(inodes);
  const sockets = entries.map((entry) => ({ ...entry, owners: byInode.get(entry.inode) ?? [] }));
  return { sockets, hidden };
}

function tableFor(filter: SocketFilter): ReturnType<typeof socketTable> {
  try {
    return socketTable(filter);
  } catch (error) {
    if (!(error instanceof NoSocketTable)) throw error;
    throw new CommandFailure(
      `this system shows programs no table of sockets (${error.message}).\n` +
        "On macOS, “netstat -an” and “lsof -nP -i” tell the same.",
    );
  }
}

function filterOf(given: Given): SocketFilter {
  return {
    protocols: PROTOCOLS.filter((protocol) => isAsked(given, protocol)),
    ...(given.listening === undefined ? {} : { states: ["LISTEN", "UNCONN"] }),
    ...(given.port === undefined ? {} : { port: given.port }),
  };
}

function isAsked(given: Given, protocol: Protocol): boolean {
  const { tcp, udp, raw, unix, all, ipv4, ipv6 } = given;
  const asked = { tcp, udp, raw, icmp: raw, unix };
  const family = protocol.endsWith("6") ? ipv6 : protocol === "unix" ? undefined : ipv4;
  if ((ipv4 ?? ipv6) !== undefined && family === undefined) return false;
  const kind = protocol.replace("6", "") as keyof typeof asked;
  if (Object.values(asked).some((value) => value === true)) return asked[kind] === true;
  return kind !== "unix" || all === true;
}
