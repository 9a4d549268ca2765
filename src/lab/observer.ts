import { AF_UNIX, SOCK_DGRAM } from "../socket/index.ts";
import type { SocketEntry } from "../tools/netstat/entry.ts";
import type { SocketState } from "./events.ts";
import type { SocketSnapshot } from "./protocol.ts";
import type { Agent } from "./remote/agent.ts";
import { socketsAround } from "./table.ts";

/** A socket and its process. */
interface Seen {
  readonly agent: Agent;
  readonly snapshot: SocketSnapshot;
  /** True if the process sleeps in a call and cannot answer. */
  readonly isAsleep: boolean;
}

/** The process that has or had a socket, and the socket's name. */
interface Owner {
  readonly process: string | null;
  readonly name: string;
}

const NOT_ACCEPTED: Owner = { process: null, name: "(not accepted)" };

/** Collects the states of all sockets, including connections that the kernel keeps after close(). */
export class Observer {
  /** The last answer of each process. */
  readonly #last = new Map<Agent, readonly SocketSnapshot[]>();
  /** The owner of each pair of addresses, kept after its socket is closed. */
  readonly #owners = new Map<string, Owner>();

  /** Returns the states of all sockets. A process that sleeps in a call cannot be asked. */
  async look(
    agents: readonly Agent[],
    isAsleep: (agent: Agent) => boolean,
    clearsErrors: boolean,
  ): Promise<readonly SocketState[]> {
    for (const agent of this.#last.keys()) if (!agents.includes(agent)) this.#last.delete(agent);
    const asked = agents.filter((agent) => !isAsleep(agent));
    await Promise.all(
      asked.map(async (agent) => {
        const { outcome } = await agent.request({ kind: "look", clearsErrors });
        if ("value" in outcome) this.#last.set(agent, outcome.value as SocketSnapshot[]);
      }),
    );
    const seen = agents.flatMap((agent) =>
      (this.#last.get(agent) ?? []).map((snapshot) => ({
        agent,
        snapshot,
        isAsleep: isAsleep(agent),
      })),
    );
    return this.#states(seen, socketsAround(agents.map(({ pid }) => pid)));
  }

  /** The last snapshot of a process's socket. */
  snapshotOf(agent: Agent, name: string): SocketSnapshot | undefined {
    return this.#last.get(agent)?.find((snapshot) => snapshot.name === name);
  }

  #states(seen: readonly Seen[], table: readonly SocketEntry[]): SocketState[] {
    const byInode = new Map(table.map((entry) => [entry.inode, entry]));
    for (const one of seen) this.#remember(one);
    const open = seen.map((one) => openState(one, byInode.get(one.snapshot.inode)));
    return [...open, ...this.#leftOver(seen, table)];
  }

  #remember({ agent, snapshot: { name, local, remote } }: Seen): void {
    if (local === null || remote === null) return;
    const pair = pairOf(addressText(local), addressText(remote));
    this.#owners.set(pair, { process: agent.name, name });
  }

  /** Connections without a process: in TIME_WAIT, orphaned, or waiting to be accepted. */
  #leftOver(seen: readonly Seen[], table: readonly SocketEntry[]): SocketState[] {
    const listens = seen.some(({ snapshot }) => snapshot.state === "LISTEN");
    return table
      .filter(({ inode, protocol }) => inode === 0 && protocol.startsWith("tcp"))
      .flatMap((entry) => {
        const [local, remote] = addressesOf(entry);
        const isPeer = listens && this.#owners.has(pairOf(remote, local));
        const owner =
          this.#owners.get(pairOf(local, remote)) ?? (isPeer ? NOT_ACCEPTED : undefined);
        return owner === undefined ? [] : [leftOverState(entry, owner)];
      });
  }
}

function pairOf(local: string, remote: string): string {
  return `${local} ${remote}`;
}

function addressesOf(entry: SocketEntry): [local: string, remote: string] {
  const { localAddress, localPort, foreignAddress, foreignPort } = entry;
  return [addressText([localAddress, localPort]), addressText([foreignAddress, foreignPort])];
}

/** An address as text: `"127.0.0.1:80"`, a path, or `""`. */
function addressText(address: unknown): string {
  if (address === null || address === undefined) return "";
  if (!Array.isArray(address)) return String(address);
  const [host, port] = address as [string, number];
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function kindOf({ family, type }: SocketSnapshot): string {
  if (family === AF_UNIX) return "unix";
  return type === SOCK_DGRAM ? "udp" : "tcp";
}

function openState(
  { agent, snapshot, isAsleep }: Seen,
  entry: SocketEntry | undefined,
): SocketState {
  const isPending = !isAsleep && snapshot.readiness.split("|").includes("ERR");
  return {
    process: agent.name,
    name: snapshot.name,
    isOpen: true,
    fd: snapshot.fd,
    kind: kindOf(snapshot),
    // TCP_INFO also covers sockets that the table does not list, such as one without a port.
    state: isAsleep && snapshot.state !== null ? (entry?.state ?? snapshot.state) : snapshot.state,
    receiveQueue: entry?.receiveQueue ?? null,
    sendQueue: entry?.sendQueue ?? null,
    readiness: isAsleep ? null : snapshot.readiness,
    error: snapshot.error ?? (isPending ? "pending" : ""),
    local: addressText(snapshot.local),
    remote: addressText(snapshot.remote),
  };
}

function leftOverState(entry: SocketEntry, owner: Owner): SocketState {
  const { state, receiveQueue, sendQueue } = entry;
  const [local, remote] = addressesOf(entry);
  const seen = { kind: "tcp", state, receiveQueue, sendQueue, local, remote };
  return { ...owner, isOpen: false, fd: null, readiness: null, error: "", ...seen };
}
