import { optionsAt, readWrite } from "../row.ts";
import { flag, integer, natural } from "../simple.ts";

export const udpOptions = optionsAt("IPPROTO_UDP", "udp(7)", {
  UDP_CORK: readWrite(flag, "Whether several sends become one datagram.", {
    since: "Linux 2.5.44",
  }),
  UDP_ENCAP: readWrite(natural, "The encapsulated protocol: UDP_ENCAP_ constants.", {
    since: "Linux 2.5.67",
  }),
  UDP_GRO: readWrite(flag, "Whether several datagrams may be received as one.", {
    since: "Linux 5.0",
  }),
  UDP_NO_CHECK6_RX: readWrite(flag, "Whether IPv6 datagrams may arrive without a checksum.", {
    since: "Linux 3.16",
  }),
  UDP_NO_CHECK6_TX: readWrite(flag, "Whether IPv6 datagrams are sent without a checksum.", {
    since: "Linux 3.16",
  }),
  UDP_SEGMENT: readWrite(
    integer(0, 65_535),
    "The size of the datagrams that a send is split into.",
    {
      since: "Linux 4.18",
    },
  ),
});

export const udpliteOptions = optionsAt("IPPROTO_UDPLITE", "udplite(7)", {
  UDPLITE_RECV_CSCOV: readWrite(natural, "Bytes that the checksum must cover; 0 is all.", {
    since: "Linux 2.6.20",
  }),
  UDPLITE_SEND_CSCOV: readWrite(natural, "Bytes that the checksum covers; 0 is all.", {
    since: "Linux 2.6.20",
  }),
});
