import type { Carried } from "./carried.ts";
import { decodeIcmp } from "./icmp.ts";
import { decodeIcmpv6 } from "./icmpv6.ts";
import type { Content } from "./packet.ts";
import { plain } from "./plain.ts";
import { protocolName } from "./protocol-name.ts";
import { decodeTcp } from "./tcp.ts";
import { decodeUdp } from "./udp.ts";

const ICMP = 1;
const TCP = 6;
const UDP = 17;
const ICMPV6 = 58;

/** Decodes what an IP packet carries. */
export function decodeTransport(carried: Carried): Content {
  const { version, protocol, payload } = carried;
  if (protocol === TCP) return decodeTcp(payload);
  if (protocol === UDP) return decodeUdp(payload, version);
  if (protocol === ICMP && version === 4) return decodeIcmp(carried);
  if (protocol === ICMPV6 && version === 6) return decodeIcmpv6(carried);
  return plain(`IPv${version}`, `${protocolName(protocol)} (${protocol})`, payload);
}
