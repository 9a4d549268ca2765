import { hardwareAddress } from "./hardware-address.ts";
import { malformed, type Malformed, type Plain, plain, tooShort } from "./plain.ts";

const FIXED = 8;
const ETHERNET_AND_IPV4 = 28;
const REQUEST = 1;
const REPLY = 2;
const ANY_ADDRESS = "0.0.0.0";
const BROADCAST = "ff:ff:ff:ff:ff:ff";

/** Decodes who asks for whose hardware address, and the answer: RFC 826. */
export function decodeArp(bytes: Buffer): Plain | Malformed {
  if (bytes.length < FIXED) return tooShort("ARP", bytes, FIXED);
  if (bytes[4] !== 6 || bytes[5] !== 4 || bytes.readUInt16BE(2) !== 0x0800) {
    return plain("ARP", "for other addresses than those of Ethernet and IPv4");
  }
  if (bytes.length < ETHERNET_AND_IPV4) {
    return malformed("ARP", `${bytes.length} bytes, but for IPv4 it has ${ETHERNET_AND_IPV4}`);
  }
  const operation = bytes.readUInt16BE(6);
  return plain("ARP", textOf(operation, readParties(bytes)));
}

interface Parties {
  readonly senderHardware: string;
  readonly sender: string;
  readonly targetHardware: string;
  readonly target: string;
}

function readParties(bytes: Buffer): Parties {
  return {
    senderHardware: hardwareAddress(bytes.subarray(8, 14)),
    sender: bytes.subarray(14, 18).join("."),
    targetHardware: hardwareAddress(bytes.subarray(18, 24)),
    target: bytes.subarray(24, 28).join("."),
  };
}

function textOf(operation: number, parties: Parties): string {
  const { sender, senderHardware, target, targetHardware } = parties;
  if (operation === REPLY) {
    if (sender === target && targetHardware === BROADCAST) {
      return `Gratuitous ARP for ${sender} (Reply)`;
    }
    return `${sender} is at ${senderHardware}`;
  }
  if (operation !== REQUEST) return `operation ${operation}`;
  if (sender === target) return `ARP Announcement for ${sender}`;
  if (sender === ANY_ADDRESS) return `Who has ${target}? (ARP Probe)`;
  return `Who has ${target}? Tell ${sender}`;
}
