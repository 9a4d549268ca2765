import { type EchoMessage, numbersText } from "./decode/icmp.ts";

/** More requests than this are not remembered: the oldest is forgotten. */
const MOST = 10_000;

/** An echo message with where it belongs. */
export interface EchoArrival {
  readonly source: string;
  readonly destination: string;
  readonly message: EchoMessage;
  /** The packet's number in the listing. */
  readonly number: number;
}

/** Remembers pings, so that their answers can name them. */
export class Echoes {
  readonly #requests = new Map<string, number>();

  /** The number of the packet that a reply answers, if it was seen. Remembers a request. */
  requestOf({ source, destination, message, number }: EchoArrival): number | undefined {
    const ends = message.isReply ? [destination, source] : [source, destination];
    const key = [message.protocol, ...ends, message.identifier, message.sequence].join(" ");
    if (message.isReply) return this.#requests.get(key);
    this.#requests.delete(key);
    this.#requests.set(key, number);
    const [oldest] = this.#requests.keys();
    if (this.#requests.size > MOST && oldest !== undefined) this.#requests.delete(oldest);
    return undefined;
  }
}

/** The line of an echo message; each of the two protocols has a wording of its own. */
export function echoText(message: EchoMessage, request: number | undefined): string {
  const { protocol, isReply, identifier, sequence, hopLimit } = message;
  const answered = request === undefined ? "" : ` (request in ${request})`;
  const kind = isReply ? "reply" : "request";
  if (protocol === "ICMP") {
    return `Echo (ping) ${kind.padEnd(7)}  ${numbersText(message)}${answered}`;
  }
  const id = `id=0x${identifier.toString(16).padStart(4, "0")}`;
  return `Echo (ping) ${kind} ${id}, seq=${sequence}, hop limit=${hopLimit}${answered}`;
}
