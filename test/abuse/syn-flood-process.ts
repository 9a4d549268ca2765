// A flood of SYNs from addresses that do not exist. It runs in its own network namespace, where the
// replies leave through an interface with nothing at its other end. Prints its result as JSON.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";

import { OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";

import { counted, problemsOf, type Result } from "./result.ts";
import { endOf, type Extent, full, OWN_MEMORY, servedTo, short, wellBehaved } from "./run.ts";
import { Serving } from "./serving.ts";
import { type End, synPacket } from "./syn-packet.ts";
import { finish, returnsTo } from "./waiting.ts";

const HERE: End["host"] = [10, 99, 0, 1];
const PACKETS = { full: 500_000, short: 20_000 };
const PACKETS_PER_TURN = 200;

const network = `
  ip link set lo up
  ip link add flooded type veth peer name nowhere
  ip link set nowhere up
  ip link set flooded arp off up
  ip address add ${HERE.join(".")}/16 dev flooded`;

/** Returns a TCP counter of the kernel, for this namespace. */
function tcpCounter(name: string): number {
  const lines = readFileSync("/proc/net/netstat", "utf8").split("\n");
  const [names, values] = lines.filter((line) => line.startsWith("TcpExt:"));
  const index = names!.split(" ").indexOf(name);
  return Number(values!.split(" ")[index] ?? 0);
}

/** Returns the number of connections in the state SYN_RECV. */
function halfOpen(): number {
  return readFileSync("/proc/net/tcp", "utf8").match(/^\s*\d+: \S+ \S+ 03 /gmu)?.length ?? 0;
}

class Flood {
  sent = 0;
  mostHalfOpen = 0;
  readonly #raw: socket.Socket;
  readonly #to: End;

  constructor(port: number) {
    this.#raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW);
    this.#to = { host: HERE, port };
  }

  /** Sends a batch of SYNs, each from a different address. */
  turn(): void {
    for (let i = 0; i < PACKETS_PER_TURN; i++) {
      const n = this.sent;
      const host = [10, 99, 1 + ((n >> 8) % 250), n % 250] as const;
      const from = { host, port: 1024 + (n % 60_000) };
      try {
        this.#raw.sendto(synPacket(from, this.#to, n), [HERE.join("."), 0]);
      } catch (error) {
        // The kernel's queue is full for now.
        if (error instanceof OSError && error.code === "ENOBUFS") return;
        throw error;
      }
      this.sent++;
    }
    this.mostHalfOpen = Math.max(this.mostHalfOpen, halfOpen());
  }
}

async function synFlood({ size, clients, rounds, patience }: Extent): Promise<Result> {
  const began = performance.now();
  execFileSync("sh", ["-ec", network]);
  await using serving = new Serving({ at: ["0.0.0.0", 0] });
  const port = (await serving.address())[1] as number;
  const descriptorsBefore = serving.descriptors;
  const flood = new Flood(port);
  flood.turn();
  await using good = wellBehaved(["127.0.0.1", port], clients);
  const isServed = (): boolean => good.leastSinceMark >= rounds;
  const end = performance.now() + patience * 1000;
  while (flood.sent < PACKETS[size] || !isServed()) {
    flood.turn();
    good.check();
    if (performance.now() > end) throw new Error("the well-behaved clients are not served");
    await nextTurn();
  }
  await finish(good, patience);
  await returnsTo(descriptorsBefore, serving, patience);
  const tally = good.report!;
  const cookies = tcpCounter("SyncookiesSent");
  const result = {
    name: "syn-flood",
    title: "SYNs from addresses that do not exist",
    seconds: (performance.now() - began) / 1000,
    held: clients,
    ...servedTo(tally),
    peakMemory: serving.peakMemory,
    memoryBound: OWN_MEMORY,
    descriptorsBefore,
    descriptorsAfter: serving.descriptors,
    notes: [
      `${flood.sent} SYNs; at most ${flood.mostHalfOpen} half-open connections at a time; the kernel sent ${cookies} SYN cookies`,
      `well-behaved clients turned away: ${counted(tally.failed)}`,
    ],
  };
  const problems = problemsOf(result);
  if (flood.mostHalfOpen === 0 && cookies === 0) problems.push("the flood had no effect");
  return { ...result, problems: [...problems, ...(await endOf(serving))] };
}

const result = await synFlood(process.argv[2] === "full" ? full : short);
console.log(JSON.stringify(result));
