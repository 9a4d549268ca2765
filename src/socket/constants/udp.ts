// Written by "npm run constants" from native/constants/names.txt.

import { constants } from "./known.ts";

// Options at the level IPPROTO_UDP, and the values of UDP_ENCAP: udp(7).
export const UDP_CORK: number | undefined = constants["UDP_CORK"];
export const UDP_ENCAP: number | undefined = constants["UDP_ENCAP"];
export const UDP_ENCAP_ESPINUDP: number | undefined = constants["UDP_ENCAP_ESPINUDP"];
export const UDP_ENCAP_ESPINUDP_NON_IKE: number | undefined =
  constants["UDP_ENCAP_ESPINUDP_NON_IKE"];
export const UDP_ENCAP_GTP0: number | undefined = constants["UDP_ENCAP_GTP0"];
export const UDP_ENCAP_GTP1U: number | undefined = constants["UDP_ENCAP_GTP1U"];
export const UDP_ENCAP_L2TPINUDP: number | undefined = constants["UDP_ENCAP_L2TPINUDP"];
export const UDP_ENCAP_RXRPC: number | undefined = constants["UDP_ENCAP_RXRPC"];
export const UDP_GRO: number | undefined = constants["UDP_GRO"];
export const UDP_NOCKSUM: number | undefined = constants["UDP_NOCKSUM"];
export const UDP_NO_CHECK6_RX: number | undefined = constants["UDP_NO_CHECK6_RX"];
export const UDP_NO_CHECK6_TX: number | undefined = constants["UDP_NO_CHECK6_TX"];
export const UDP_SEGMENT: number | undefined = constants["UDP_SEGMENT"];

// Options at the level IPPROTO_UDPLITE: udplite(7).
export const UDPLITE_RECV_CSCOV: number | undefined = constants["UDPLITE_RECV_CSCOV"];
export const UDPLITE_SEND_CSCOV: number | undefined = constants["UDPLITE_SEND_CSCOV"];
