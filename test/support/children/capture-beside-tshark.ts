// Runs tshark and this package's capture on the same traffic, and prints the output of both. Run it
// in its own network namespace; the argument is the file to write the packets to.

import { writeSync } from "node:fs";

import * as socket from "bsd-sockets/socket";
import { setLoopback } from "#internal/lab/agent/loopback.js";

import { onlyTransport } from "../../tools/capture/tshark.ts";
import { root, Running, start } from "../programs.ts";
import { until } from "../until.ts";

const [HOST, HOST6] = ["127.0.0.1", "::1"];
// The lengths of the datagrams before, at the beginning and at the end of the traffic.
const [PROBE, BEGIN, END] = [1, 777, 778];
const [file = ""] = process.argv.slice(2);

function seesDatagram(listing: Running, length: number): boolean {
  return listing.lines.some((line) => line.endsWith(` Len=${length}`));
}

using sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);

/** Sends datagrams until all listings show one: then they have started. */
async function untilBegun(...listings: Running[]): Promise<void> {
  await until(() => {
    sender.sendto(Buffer.alloc(PROBE), sink.getsockname());
    return listings.every((listing) => seesDatagram(listing, PROBE));
  });
}

/** Sends one datagram and waits until all listings show it: then they have caught up. */
async function untilCaughtUp(length: number, ...listings: Running[]): Promise<void> {
  sender.sendto(Buffer.alloc(length), sink.getsockname());
  await until(() => listings.every((listing) => seesDatagram(listing, length)));
}

async function tutorial(): Promise<void> {
  await using server = start("echo-server", HOST, 0);
  await using client = start("echo-client", HOST, await server.port());
  await client.ends();
  await server.ends();
}

/** Sends much data over IPv6, then resets the connection. */
function manyBytes(): void {
  using listener = socket.create_server([HOST6, 0], { family: socket.AF_INET6 });
  const [, port] = listener.getsockname();
  const client = socket.create_connection([HOST6, port]);
  const [server] = listener.accept();
  client.sendall(Buffer.alloc(40_000, "x"));
  for (let rest = 40_000; rest > 0;) rest -= server.recv(65_536).length;
  server.send(Buffer.from("never read"));
  client.close();
  server.close();
}

function refused(): void {
  using unused = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  unused.bind([HOST, 0]);
  using client = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  client.connect_ex(unused.getsockname());
}

function datagrams(family: typeof socket.AF_INET | typeof socket.AF_INET6, host: string): void {
  using receiver = socket.socket(family, socket.SOCK_DGRAM);
  receiver.bind([host, 0]);
  using client = socket.socket(family, socket.SOCK_DGRAM);
  client.connect(receiver.getsockname());
  client.send(Buffer.from("datagram"));
  receiver.close();
  // The receiver is closed: an ICMP message comes back.
  client.send(Buffer.from("unreachable"));
}

function ping(family: typeof socket.AF_INET | typeof socket.AF_INET6, host: string): void {
  const [protocol, type] =
    family === socket.AF_INET ? [socket.IPPROTO_ICMP, 8] : [socket.IPPROTO_ICMPV6, 128];
  using pinger = socket.socket(family, socket.SOCK_RAW, protocol);
  // Type, code, checksum, identifier, sequence number. For IPv4 we set the checksum.
  const checksum = 0xffff - ((type << 8) + 0x1234 + 7);
  const message = Buffer.from([type, 0, checksum >> 8, checksum & 0xff, 0x12, 0x34, 0, 7]);
  pinger.sendto(message, [host, 0]);
}

interface Outcome {
  readonly status: number | string;
  readonly stderr: string;
  readonly ours: readonly string[];
  readonly tshark: readonly string[];
}

/** Captures the traffic with both. */
async function compare(tshark: Running): Promise<Outcome> {
  // tshark makes connections itself before it begins.
  await untilBegun(tshark);
  const words = [`${root}dist/cli/main.js`, "capture", "--write", file];
  await using ours = new Running(process.execPath, words);
  await until(() => ours.stderr === "Capturing on 'lo'\n");
  await untilCaughtUp(BEGIN, tshark, ours);
  await tutorial();
  manyBytes();
  refused();
  datagrams(socket.AF_INET, HOST);
  datagrams(socket.AF_INET6, HOST6);
  ping(socket.AF_INET, HOST);
  ping(socket.AF_INET6, HOST6);
  await untilCaughtUp(END, tshark, ours);
  ours.child.kill("SIGINT");
  const status = await ours.ends();
  return { status, stderr: ours.stderr, ours: ours.lines, tshark: tshark.lines };
}

setLoopback(true);
sink.bind([HOST, 0]);
// Without a preloaded sanitizer: programs that tshark starts would not end.
const words = ["-u", "LD_PRELOAD", "tshark", "-i", "lo", "-n", "-l", ...onlyTransport];
const tshark = new Running("env", words);
try {
  writeSync(1, `${JSON.stringify(await compare(tshark))}\n`);
} finally {
  // SIGKILL would leave its capturing child process behind.
  tshark.child.kill("SIGINT");
  await tshark.ends();
}
