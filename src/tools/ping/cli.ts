/**
 * The command `bsd-sockets ping`: does a host answer, and how fast.
 *
 * @module
 */

import { type Command, Option } from "commander";

import { OSError } from "../../errors.ts";
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  gaierror,
  getaddrinfo,
  SOCK_DGRAM,
} from "../../socket/index.ts";
import { seconds, wholeNumber } from "../../command/numbers.ts";
import { CommandFailure, runCommand } from "../../command/run.ts";
import { EchoSocket } from "./echo-socket.ts";
import { Session } from "./session.ts";
import { jsonView, type Target, textView } from "./view.ts";

const EXAMPLES = `
Ends with 0 if an answer came, with 1 if none did, and with 2 if no echo could be sent. Ctrl-C shows
the statistics. Addresses are not looked up for names.

Examples:
  bsd-sockets ping -c 3 127.0.0.1
      three echoes to this machine
  bsd-sockets ping -6 -i 0.2 localhost
      over IPv6, five a second, until Ctrl-C
  bsd-sockets ping -c 1 -t 1 192.0.2.1
      one that the first router sends back: who is it?
  bsd-sockets ping -c 1 -W 0.5 192.0.2.1 || echo "no answer"
      half a second of patience, for scripts
`;

const UNUSABLE = 2;
const LONGEST_SECONDS = 86_400;
/** More often is a flood, which helps nobody to see. */
const SHORTEST_INTERVAL = 0.002;
/** What a datagram of IPv4 has room for behind the headers of IP and ICMP. */
const LARGEST_SIZE = 65_507;
const HIGHEST_TTL = 255;

/** The options as commander gives them. */
interface Given {
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly count?: number;
  readonly interval: number;
  readonly size: number;
  readonly timeout?: number;
  readonly ttl?: number;
  readonly json?: true;
}

/** Makes `command` the echo request. */
export function definePing(command: Command): void {
  command
    .description("Sends ICMP echo requests to a host and shows its answers.")
    .argument("<host>", "a name or a numeric address")
    .addOption(new Option("-4, --ipv4", "use IPv4").conflicts("ipv6"))
    .addOption(new Option("-6, --ipv6", "use IPv6"))
    .option("-c, --count <number>", "stop after so many echoes", wholeNumber(1))
    .option(
      "-i, --interval <seconds>",
      "time between two echoes",
      seconds(SHORTEST_INTERVAL, LONGEST_SECONDS),
      1,
    )
    .option("-s, --size <bytes>", "bytes of data in an echo", wholeNumber(0, LARGEST_SIZE), 56)
    .option(
      "-W, --timeout <seconds>",
      "how long to wait for the last answers",
      seconds(0.001, LONGEST_SECONDS),
    )
    .option("-t, --ttl <hops>", "routers that may pass an echo on", wholeNumber(1, HIGHEST_TTL))
    .option("--json", "print each event as JSON, one a line")
    // It is so anyway.
    .addOption(new Option("-n, --numeric").hideHelp())
    .addHelpText("after", EXAMPLES)
    .action(async (host: string, given: Given) => {
      await runCommand("ping", () => ping(host, given));
    });
}

/** Sends and shows; gives the exit status. */
function ping(host: string, given: Given): number {
  const target = targetOf(host, given);
  using socket = new EchoSocket(target.version, given.ttl ?? null);
  const view = given.json === true ? jsonView(target) : textView(target);
  const plan = {
    address: target.address,
    data: Uint8Array.from({ length: given.size }, (_, i) => i),
    count: given.count ?? null,
    interval: given.interval,
    timeout: given.timeout ?? null,
  };
  view.begin();
  const statistics = attempt(() => new Session(socket, plan, view).run());
  view.end(statistics);
  return statistics.received > 0 ? 0 : 1;
}

function targetOf(host: string, { ipv4, ipv6, size }: Given): Target {
  const family = ipv4 === true ? AF_INET : ipv6 === true ? AF_INET6 : AF_UNSPEC;
  try {
    const [found] = getaddrinfo(host, null, { family, type: SOCK_DGRAM });
    const [foundFamily, , , , address] = found!;
    return { host, version: foundFamily === AF_INET ? 4 : 6, address, size };
  } catch (error) {
    if (!(error instanceof gaierror || error instanceof RangeError)) throw error;
    throw new CommandFailure(`${host}: ${messageOf(error)}`, UNUSABLE);
  }
}

function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof OSError) || error.syscall === "write") throw error;
    const { syscall = "", strerror, code = "" } = error;
    const more = `“bsd-sockets errno ${code}” tells what to look at.`;
    throw new CommandFailure(`${syscall}: ${strerror}. ${more}`, UNUSABLE);
  }
}

function messageOf(error: Error): string {
  return error instanceof gaierror ? error.strerror : error.message;
}
