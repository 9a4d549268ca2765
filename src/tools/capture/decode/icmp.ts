import type { Carried } from "./carried.ts";
import { type Malformed, type Plain, plain, tooShort } from "./plain.ts";

/** A ping, or its answer. */
export interface EchoMessage {
  readonly kind: "echo";
  readonly protocol: "ICMP" | "ICMPv6";
  readonly isReply: boolean;
  readonly identifier: number;
  readonly sequence: number;
  /** How many routers it may still pass. */
  readonly hopLimit: number;
  readonly payload: Buffer;
}

const HEADER = 8;
const ECHO_REPLY = 0;
const ECHO_REQUEST = 8;

const types: Readonly<Record<number, string>> = {
  3: "Destination unreachable",
  4: "Source quench (flow control)",
  5: "Redirect            ",
  9: "Router advertisement",
  10: "Router solicitation ",
  11: "Time-to-live exceeded",
  12: "Parameter problem   ",
  13: "Timestamp request   ",
  14: "Timestamp reply     ",
  15: "Information request ",
  16: "Information reply   ",
  17: "Address mask request",
  18: "Address mask reply  ",
};
/** From this type on, each is a request or a reply with an identifier, as an echo is. */
const FIRST_NUMBERED = 13;

/** What the code of a type means, from 0 on. */
const codes: Readonly<Record<number, readonly string[]>> = {
  3: [
    "Network unreachable",
    "Host unreachable",
    "Protocol unreachable",
    "Port unreachable",
    "Fragmentation needed",
    "Source route failed",
    "Destination network unknown",
    "Destination host unknown",
    "Source host isolated",
    "Network administratively prohibited",
    "Host administratively prohibited",
    "Network unreachable for TOS",
    "Host unreachable for TOS",
    "Communication administratively filtered",
    "Host precedence violation",
    "Precedence cutoff in effect",
  ],
  5: [
    "Redirect for network",
    "Redirect for host",
    "Redirect for TOS and network",
    "Redirect for TOS and host",
  ],
  11: ["Time to live exceeded in transit", "Fragment reassembly time exceeded"],
  12: ["Pointer indicates the error", "Required option missing", "Bad length"],
};

/** Decodes an ICMP message: RFC 792. */
export function decodeIcmp(carried: Carried): EchoMessage | Plain | Malformed {
  const { payload: bytes } = carried;
  if (bytes.length < HEADER) return tooShort("ICMP", bytes, HEADER);
  const type = bytes.readUInt8(0);
  if (type === ECHO_REPLY || type === ECHO_REQUEST) {
    return echo("ICMP", type === ECHO_REPLY, carried);
  }
  const text = textOf(type, bytes.readUInt8(1));
  const isNumbered = type in types && type >= FIRST_NUMBERED;
  const whole = isNumbered ? `${text} ${numbersText(echo("ICMP", false, carried))}` : text;
  return plain("ICMP", whole, bytes.subarray(HEADER));
}

/** The echo message of either ICMP. */
export function echo(
  protocol: EchoMessage["protocol"],
  isReply: boolean,
  { hopLimit, payload: bytes }: Carried,
): EchoMessage {
  const [identifier, sequence] = [bytes.readUInt16BE(4), bytes.readUInt16BE(6)];
  const payload = bytes.subarray(HEADER);
  return { kind: "echo", protocol, isReply, identifier, sequence, hopLimit, payload };
}

/** The numbers of a message: `id=0x106f, seq=1/256, ttl=64`. */
export function numbersText({ identifier, sequence, hopLimit }: EchoMessage): string {
  const id = `id=0x${identifier.toString(16).padStart(4, "0")}`;
  // A peer of the other byte order would read the second number.
  const swapped = ((sequence & 0xff) << 8) | (sequence >> 8);
  return `${id}, seq=${sequence}/${swapped}, ttl=${hopLimit}`;
}

function textOf(type: number, code: number): string {
  const name = types[type];
  if (name === undefined) return `type ${type}, code ${code}`;
  const meanings = codes[type];
  return meanings === undefined ? name : `${name} (${meanings[code] ?? `Unknown code: ${code}`})`;
}
