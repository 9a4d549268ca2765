import { SYN, ACK } from "../decode/tcp.ts";
import { type Arrival, Connection, type Direction } from "./conversation.ts";

/** More connections than this are not remembered: the one that was found first is forgotten. */
const MOST = 100_000;

/** The connection of a segment, seen from its sender. */
export interface Found {
  readonly connection: Connection;
  readonly forward: Direction;
  readonly backward: Direction;
  /** Whether the ports had another connection before. */
  readonly arePortsReused: boolean;
}

/** The TCP connections that were seen. */
export class Connections {
  readonly #connections = new Map<string, Connection>();

  /** The connection that a segment belongs to, or begins. */
  find({ source, destination, segment }: Arrival): Found {
    const sender = `${source} ${segment.sourcePort}`;
    const receiver = `${destination} ${segment.destinationPort}`;
    const key = sender < receiver ? `${sender} ${receiver}` : `${receiver} ${sender}`;
    const known = this.#connections.get(key);
    const base = known?.direction(sender).base;
    const isSyn = (segment.flags & SYN) !== 0;
    const arePortsReused = isSyn && base !== undefined && base !== segment.sequence;
    const isNew = arePortsReused && (segment.flags & ACK) === 0;
    const connection = known === undefined || isNew ? this.#begin(key) : known;
    const forward = connection.direction(sender);
    // Another SYN, ACK to the same SYN: only its own numbers begin anew.
    if (arePortsReused) forward.base = undefined;
    // A connection of a port with itself counts as if another one answered.
    const backward = connection.direction(sender === receiver ? "itself" : receiver);
    return { connection, forward, backward, arePortsReused };
  }

  #begin(key: string): Connection {
    const connection = new Connection();
    this.#connections.delete(key);
    this.#connections.set(key, connection);
    const [oldest] = this.#connections.keys();
    if (this.#connections.size > MOST && oldest !== undefined) this.#connections.delete(oldest);
    return connection;
  }
}
