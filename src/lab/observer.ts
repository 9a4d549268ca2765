import { AF_UNIX, SOCK_DGRAM } from "../socket/index.ts";
import type { SocketState } from "./events.ts";
import type { Sight } from "./protocol.ts";
import type { Agent } from "./remote/agent.ts";
import { readTable, type TableEntry } from "./table.ts";

/** A socket with the process that has it. */
interface Seen {
  readonly agent: Agent;
  readonly sight: Sight;
  readonly isAsleep: boolean;
}

const NOT_ACCEPTED = "(not accepted)";

/** Sees the sockets of all processes, and what the kernel keeps of them when they are closed. */
export class Observer {
  /** What each process had open when it was last asked. */
  readonly #last = new Map<Agent, readonly Sight[]>();
  /** The names of sockets by their two addresses, also of those that are closed. */
  readonly #names = new Map<string, string>();

  /** The states of all sockets. A process that sleeps in a call cannot be asked. */
  async look(
    agents: readonly Agent[],
    isAsleep: (agent: Agent) => boolean,
    takesErrors: boolean,
  ): Promise<readonly SocketState[]> {
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
    return this.#states(seen, readTable(agents.map(({ pid }) => pid)));
  }

  /** What a process was last seen to have under a name. */
  sightOf(agent: Agent, name: string): Sight | undefined {
    return this.#last.get(agent)?.find((sight) => sight.name === name);
  }

  #states(seen: readonly Seen[], table: readonly TableEntry[]): SocketState[] {
    const byInode = new Map(table.map((entry) => [entry.inode, entry]));
    for (const { agent, sight } of seen) this.#remember(agent, sight);
    const open = seen.map((one) => stateOf(one, byInode.get(one.sight.inode)));
    return [...open, ...this.#leftOver(seen, table)];
  }

  #remember(agent: Agent, { name, local, remote }: Sight): void {
    if (local === null || remote === null) return;
    this.#names.set(pairOf(addressText(local), addressText(remote)), `${agent.name}: ${name}`);
  }

  /** What the kernel has without a process: TIME_WAIT, an orphan, or a connection in a queue. */
  #leftOver(seen: readonly Seen[], table: readonly TableEntry[]): SocketState[] {
    return table
      .filter(({ inode }) => inode === 0)
      .map((entry) => ({ entry, name: this.#nameOf(entry, seen) }))
      .filter(({ name }) => name !== undefined)
      .map(({ entry, name }) => leftOverState(entry, name!));
  }

  #nameOf({ local, remote }: TableEntry, seen: readonly Seen[]): string | undefined {
    const name = this.#names.get(pairOf(local, remote));
    if (name !== undefined) return name;
    const isPeer = this.#names.has(pairOf(remote, local));
    const isQueued = isPeer && seen.some(({ sight }) => sight.state === "LISTEN");
    return isQueued ? NOT_ACCEPTED : undefined;
  }
}

function pairOf(local: string, remote: string): string {
  return `${local} ${remote}`;
}

/** An address as text: `"127.0.0.1:80"`, a path, or nothing. */
export function addressText(address: unknown): string {
  if (address === null || address === undefined) return "";
  if (!Array.isArray(address))
    return Buffer.isBuffer(address) ? address.toString() : String(address);
  const [host, port] = address as [string, number];
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function kindOf({ family, type }: Sight): string {
  if (family === AF_UNIX) return "unix";
  return type === SOCK_DGRAM ? "udp" : "tcp";
}

function stateOf({ agent, sight, isAsleep }: Seen, entry: TableEntry | undefined): SocketState {
  const isPending = !isAsleep && sight.readiness.split("|").includes("ERR");
  return {
    process: agent.name,
    name: sight.name,
    fd: sight.fd,
    kind: kindOf(sight),
    state: isAsleep ? (entry?.state ?? sight.state) : sight.state,
    receiveQueue: entry?.receiveQueue ?? null,
    sendQueue: entry?.sendQueue ?? null,
    readiness: isAsleep ? null : sight.readiness,
    error: sight.error === undefined ? (isPending ? "pending" : "") : sight.error,
    local: addressText(sight.local),
    remote: addressText(sight.remote),
  };
}

function leftOverState(entry: TableEntry, name: string): SocketState {
  const { kind, state, receiveQueue, sendQueue, local, remote } = entry;
  const common = { process: null, name, fd: null, readiness: null, error: "" };
  return { ...common, kind, state, receiveQueue, sendQueue, local, remote };
}
