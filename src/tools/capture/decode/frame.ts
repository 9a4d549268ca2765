import { decodeArp } from "./arp.ts";
import { decodeIpv4 } from "./ipv4.ts";
import { decodeIpv6 } from "./ipv6.ts";
import { hardwareAddress } from "./hardware-address.ts";
import type { Content, Packet } from "./packet.ts";
import { malformed, plain, tooShort } from "./plain.ts";

/**
 * What stands before the network's packet: an Ethernet header, nothing, or the header that describes
 * packets of any interface ("Linux cooked capture", version 1).
 */
export type LinkType = "ethernet" | "ip" | "cooked";

const ETHERNET_HEADER = 14;
const COOKED_HEADER = 16;
const VLAN_TAG = 4;

const ARP = 0x0806;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN = 0x8100;
const SERVICE_VLAN = 0x88a8;
/** Smaller numbers than this are the length of an IEEE 802.3 frame, not a type. */
const SMALLEST_TYPE = 0x0600;

/** Decodes a packet from its first byte on. Any bytes give a packet; nothing is thrown. */
export function decodeFrame(link: LinkType, bytes: Buffer): Packet {
  if (link === "ip") return decodeIp(bytes);
  return link === "ethernet" ? decodeEthernet(bytes) : decodeCooked(bytes);
}

function decodeEthernet(bytes: Buffer): Packet {
  if (bytes.length < ETHERNET_HEADER) {
    return between("", "", tooShort("Ethernet", bytes, ETHERNET_HEADER));
  }
  const destination = hardwareAddress(bytes.subarray(0, 6));
  const source = hardwareAddress(bytes.subarray(6, 12));
  return between(source, destination, decodeType(bytes.readUInt16BE(12), bytes.subarray(14)));
}

function decodeCooked(bytes: Buffer): Packet {
  if (bytes.length < COOKED_HEADER) {
    return between("", "", tooShort("SLL", bytes, COOKED_HEADER));
  }
  const length = Math.min(bytes.readUInt16BE(4), 8);
  const source = hardwareAddress(bytes.subarray(6, 6 + length));
  return between(source, "", decodeType(bytes.readUInt16BE(14), bytes.subarray(COOKED_HEADER)));
}

function decodeIp(bytes: Buffer): Packet {
  const version = (bytes[0] ?? 0) >> 4;
  return between("", "", version === 6 ? decodeIpv6(bytes) : decodeIpv4(bytes));
}

/** A packet whose addresses are the link's, unless a network's header brought its own. */
function between(source: string, destination: string, found: Packet | Content): Packet {
  return "content" in found ? found : { source, destination, content: found };
}

function decodeType(type: number, bytes: Buffer): Packet | Content {
  if (type === IPV4) return decodeIpv4(bytes);
  if (type === IPV6) return decodeIpv6(bytes);
  if (type === ARP) return decodeArp(bytes);
  if (type === VLAN || type === SERVICE_VLAN) return decodeVlan(bytes);
  if (type < SMALLEST_TYPE) return plain("LLC", "IEEE 802.3 frame", bytes);
  return plain(`0x${type.toString(16).padStart(4, "0")}`, "Ethernet II", bytes);
}

/** Each tag takes its bytes away, so that a frame of tags alone comes to its end. */
function decodeVlan(bytes: Buffer): Packet | Content {
  let rest = bytes;
  while (rest.length >= VLAN_TAG) {
    const type = rest.readUInt16BE(2);
    rest = rest.subarray(VLAN_TAG);
    if (type !== VLAN && type !== SERVICE_VLAN) return decodeType(type, rest);
  }
  return malformed("VLAN", "no packet follows its tag");
}
