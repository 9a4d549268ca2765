import { AF_UNIX, SOCK_DGRAM } from "../socket/index.ts";
import type { SocketEntry } from "../tools/netstat/entry.ts";
import type { SocketState } from "./events.ts";
import type { Sight } from "./protocol.ts";
import type { Agent } from "./remote/agent.ts";
import { socketsAround } from "./table.ts";

/** A socket with the process that has it. */
interface Seen {
  readonly agent: Agent;
  readonly sight: Sight;
  /** Whether the process could not be asked. */
  readonly isAsleep: boolean;
}

/** Whose socket it is, or was. */
interface Owner {
  readonly process: string | null;
  readonly name: string;
}

const NOT_ACCEPTED: Owner = { process: null, name: "(not accepted)" };

/** Sees the sockets of all processes, and what the kernel keeps of them when they are closed. */
export class Observer {
  /** What each process had open when it was last asked. */
  readonly #last = new Map<Agent, readonly Sight[]>();
  /** Whose sockets had which two addresses, also of those that are closed. */
  readonly #owners = new Map<string, Owner>();

  /** The states of all sockets. A process that sleeps in a call cannot be asked. */
  async look(
    agents: readonly Agent[],
    isAsleep: (agent: Agent) => boolean,
    takesErrors: boolean,
  ): Promise<readonly SocketState[]> {
    for (const agent of this.#last.keys()) if (!agents.includes(agent)) this.#last.delete(agent);
    const asked = agents.filter((agent) => !isAsleep(agent));
    await Promise.all(
      asked.map(async (agent) => {
        const { outcome } = await agent.request({ kind: "look", takesErrors });
        if ("value" in outcome) this.#last.set(agent, outcome.value as Sight[]);
      }),
    );
    const seen = agents.flatMap((agent) =>
      (this.#last.get(agent) ?? []).map((sight) => ({ agent, sight, isAsleep: isAsleep(agent) })),
    );
    return this.#states(seen, socketsAround(agents.map(({ pid }) => pid)));
  }

  /** What a process was last seen to have under a name. */
  sightOf(agent: Agent, name: string): Sight | undefined {
    return this.#last.get(agent)?.find((sight) => sight.name === name);
  }

  #states(seen: readonly Seen[], table: readonly SocketEntry[]): SocketState[] {
    const byInode = new Map(table.map((entry) => [entry.inode, entry]));
    for (const one of seen) this.#remember(one);
    const open = seen.map((one) => openState(one, byInode.get(one.sight.inode)));
    return [...open, ...this.#leftOver(seen, table)];
  }

  #remember({ agent, sight: { name, local, remote } }: Seen): void {
    if (local === null || remote === null) return;
    const pair = pairOf(addressText(local), addressText(remote));
    this.#owners.set(pair, { process: agent.name, name });
  }

  /** What the kernel has without a process: TIME_WAIT, an orphan, or a connection in a queue. */
  #leftOver(seen: readonly Seen[], table: readonly SocketEntry[]): SocketState[] {
    const listens = seen.some(({ sight }) => sight.state === "LISTEN");
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

/** An address as text: `"127.0.0.1:80"`, a path, or nothing. */
function addressText(address: unknown): string {
  if (address === null || address === undefined) return "";
  if (!Array.isArray(address)) return String(address);
  const [host, port] = address as [string, number];
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function kindOf({ family, type }: Sight): string {
  if (family === AF_UNIX) return "unix";
  return type === SOCK_DGRAM ? "udp" : "tcp";
}

function openState({ agent, sight, isAsleep }: Seen, entry: SocketEntry | undefined): SocketState {
  const isPending = !isAsleep && sight.readiness.split("|").includes("ERR");
  return {
    process: agent.name,
    name: sight.name,
    isOpen: true,
    fd: sight.fd,
    kind: kindOf(sight),
    // TCP_INFO knows what the table does not list, such as a socket that has no port yet.
    state: isAsleep && sight.state !== null ? (entry?.state ?? sight.state) : sight.state,
    receiveQueue: entry?.receiveQueue ?? null,
    sendQueue: entry?.sendQueue ?? null,
    readiness: isAsleep ? null : sight.readiness,
    error: sight.error ?? (isPending ? "pending" : ""),
    local: addressText(sight.local),
    remote: addressText(sight.remote),
  };
}

function leftOverState(entry: SocketEntry, owner: Owner): SocketState {
  const { state, receiveQueue, sendQueue } = entry;
  const [local, remote] = addressesOf(entry);
  const seen = { kind: "tcp", state, receiveQueue, sendQueue, local, remote };
  return { ...owner, isOpen: false, fd: null, readiness: null, error: "", ...seen };
}
