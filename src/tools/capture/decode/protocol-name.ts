/** The protocols that travel in IP packets, by the numbers that IANA keeps. */
const names: Readonly<Record<number, string>> = {
  0: "IPv6 Hop-by-Hop Option",
  1: "ICMP",
  2: "IGMP",
  4: "IPIP",
  6: "TCP",
  17: "UDP",
  41: "IPv6",
  47: "Generic Routing Encapsulation",
  50: "Encap Security Payload",
  51: "Authentication Header",
  58: "ICMPv6",
  89: "OSPF IGP",
  103: "PIM",
  112: "VRRP",
  115: "Layer 2 Tunneling",
  132: "SCTP",
  136: "UDPlite",
};

/** The name of a protocol in an IP packet, or Unknown. */
export function protocolName(protocol: number): string {
  return names[protocol] ?? "Unknown";
}
