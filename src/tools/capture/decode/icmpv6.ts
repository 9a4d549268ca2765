import { AF_INET6, inet_ntop } from "../../../socket/index.ts";
import type { Carried } from "./carried.ts";
import { hardwareAddress } from "./hardware-address.ts";
import { echo, type EchoMessage } from "./icmp.ts";
import { type Malformed, malformed, type Plain, plain, tooShort } from "./plain.ts";

const HEADER = 8;
const ECHO_REQUEST = 128;
const ECHO_REPLY = 129;
const ROUTER_SOLICITATION = 133;
const NEIGHBOR_SOLICITATION = 135;
const NEIGHBOR_ADVERTISEMENT = 136;
const WITH_TARGET = 24;

const types: Readonly<Record<number, string>> = {
  1: "Destination Unreachable",
  2: "Packet Too Big",
  3: "Time Exceeded",
  4: "Parameter Problem",
  130: "Multicast Listener Query",
  131: "Multicast Listener Report",
  132: "Multicast Listener Done",
  133: "Router Solicitation",
  134: "Router Advertisement",
  137: "Redirect",
  143: "Multicast Listener Report Message v2",
};

/** What the code of a type means, from 0 on. */
const codes: Readonly<Record<number, readonly string[]>> = {
  1: [
    "no route to destination",
    "Administratively prohibited",
    "Beyond scope of source address",
    "Address unreachable",
    "Port unreachable",
    "Source address failed ingress/egress policy",
    "Reject route to destination",
    "Error in Source Routing Header",
  ],
  3: ["hop limit exceeded in transit", "fragment reassembly time exceeded"],
  4: [
    "erroneous header field encountered",
    "unrecognized Next Header type encountered",
    "unrecognized IPv6 option encountered",
    "IPv6 First Fragment has incomplete IPv6 Header Chain",
  ],
};

/** Decodes an ICMPv6 message: RFC 4443, and of RFC 4861 the search for neighbours. */
export function decodeIcmpv6(carried: Carried): EchoMessage | Plain | Malformed {
  const { payload: bytes } = carried;
  if (bytes.length < HEADER) return tooShort("ICMPv6", bytes, HEADER);
  const type = bytes.readUInt8(0);
  if (type === ECHO_REQUEST || type === ECHO_REPLY) {
    return echo("ICMPv6", type === ECHO_REPLY, carried);
  }
  if (type === NEIGHBOR_SOLICITATION || type === NEIGHBOR_ADVERTISEMENT) return neighbor(bytes);
  const text = textOf(type, bytes.readUInt8(1));
  const sender = type === ROUTER_SOLICITATION ? addressOption(bytes, HEADER, 1) : undefined;
  const whole = sender === undefined ? text : `${text} from ${sender}`;
  return plain("ICMPv6", whole, bytes.subarray(HEADER));
}

function textOf(type: number, code: number): string {
  const name = types[type];
  if (name === undefined) return `type ${type}, code ${code}`;
  const meanings = codes[type];
  if (meanings === undefined) return name;
  return `${name} (${meanings[code] ?? (type === 1 ? "Unknown" : `Unknown (${code})`)})`;
}

function neighbor(bytes: Buffer): Plain | Malformed {
  if (bytes.length < WITH_TARGET) {
    return malformed("ICMPv6", `${bytes.length} bytes, but with a target it has ${WITH_TARGET}`);
  }
  const target = inet_ntop(AF_INET6, bytes.subarray(8, WITH_TARGET));
  if (bytes[0] === NEIGHBOR_SOLICITATION) {
    const sender = addressOption(bytes, WITH_TARGET, 1);
    const from = sender === undefined ? "" : ` from ${sender}`;
    return plain("ICMPv6", `Neighbor Solicitation for ${target}${from}`);
  }
  const owner = addressOption(bytes, WITH_TARGET, 2);
  const at = owner === undefined ? "" : ` is at ${owner}`;
  const flags = advertisementFlags(bytes.readUInt8(4));
  return plain("ICMPv6", `Neighbor Advertisement ${target} (${flags})${at}`);
}

function advertisementFlags(flags: number): string {
  const names = ["rtr", "sol", "ovr"].filter((_, index) => (flags & (0x80 >> index)) !== 0);
  return names.length === 0 ? "none" : names.join(", ");
}

/** The link's address in the option of a kind; options count their length in units of 8 bytes. */
function addressOption(bytes: Buffer, start: number, kind: number): string | undefined {
  let at = start;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt8(at + 1) * 8;
    if (length === 0) return undefined;
    if (bytes[at] === kind) return hardwareAddress(bytes.subarray(at + 2, at + 8));
    at += length;
  }
  return undefined;
}
