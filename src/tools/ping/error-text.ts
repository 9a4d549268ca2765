import type { Version } from "./packet.ts";

type Texts = Readonly<Record<number, string>>;

/** IPv4, type 3, by code; the words are those that `ping` prints. */
const unreachable4: Texts = {
  0: "Destination Net Unreachable",
  1: "Destination Host Unreachable",
  2: "Destination Protocol Unreachable",
  3: "Destination Port Unreachable",
  4: "Frag needed and DF set",
  5: "Source Route Failed",
  6: "Destination Net Unknown",
  7: "Destination Host Unknown",
  9: "Destination Net Prohibited",
  10: "Destination Host Prohibited",
  11: "Destination Net Unreachable for Type of Service",
  12: "Destination Host Unreachable for Type of Service",
  13: "Packet filtered",
  14: "Precedence Violation",
  15: "Precedence Cutoff",
};

/** IPv6, type 1, by code. */
const unreachable6: Texts = {
  0: "No route",
  1: "Administratively prohibited",
  2: "Beyond scope of source address",
  3: "Address unreachable",
  4: "Port unreachable",
  5: "Source address failed ingress/egress policy",
  6: "Reject route to destination",
};

/** What an ICMP error says, in the words of `ping`. */
export function errorText(version: Version, type: number, code: number): string {
  return version === 4 ? errorText4(type, code) : errorText6(type, code);
}

function errorText4(type: number, code: number): string {
  switch (type) {
    case 3:
      return unreachable4[code] ?? `Dest Unreachable, Bad Code: ${code}`;
    case 4:
      return "Source Quench";
    case 5:
      return "Redirect";
    case 11:
      return code === 1 ? "Frag reassembly time exceeded" : "Time to live exceeded";
    case 12:
      return "Parameter problem";
    default:
      return `ICMP type ${type}, code ${code}`;
  }
}

function errorText6(type: number, code: number): string {
  switch (type) {
    case 1:
      return `Destination unreachable: ${unreachable6[code] ?? `Unknown code ${code}`}`;
    case 2:
      return "Packet too big";
    case 3:
      return `Time exceeded: ${code === 1 ? "Defragmentation failure" : "Hop limit"}`;
    case 4:
      return "Parameter problem";
    default:
      return `ICMPv6 type ${type}, code ${code}`;
  }
}
