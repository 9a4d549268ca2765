import { type Argument } from "./kinds.ts";

const linuxAddresses: Record<string, Argument[]> = {
  encodeNetlinkAddress: [["pid", "uint32", 0], ["groups", "uint32", 0]],
  encodePacketAddress: [
    ["ifindex", "int", 1],
    ["protocol", "uint16", 3],
    ["pkttype", "uint8", 0],
    ["hatype", "uint16", 0],
    ["addr", "hardware", new Uint8Array(6)],
  ],
};

/** The functions of native/names/ and native/address/, and what numbers mean */
export const namesFunctions: Record<string, Argument[]> = {
  encodeUnixAddress: [["path", "bytes", new Uint8Array(4)]],
  ...(process.platform === "linux" ? linuxAddresses : {}),
  encodeAddress: [["family", "sockaddrFamily", 38], ["data", "address", new Uint8Array(4)]],
  encodeInternetAddress: [
    ["family", "family", 2],
    ["host", "string", "127.0.0.1"],
    ["port", "uint16", 80],
    ["flowinfo", "flowinfo", 0],
    ["scopeId", "uint32", 0],
  ],
  decodeAddress: [["address", "bytes", new Uint8Array(32)], ["length", "decodeLength", 32]],
  htons: [["x", "uint16", 1]],
  ntohs: [["x", "uint16", 1]],
  htonl: [["x", "uint32", 1]],
  ntohl: [["x", "uint32", 1]],
  getaddrinfo: [
    ["host", "stringOrNull", "127.0.0.1"],
    ["service", "stringOrNull", "80"],
    ["family", "int", 0],
    ["type", "int", 0],
    ["protocol", "int", 0],
    ["flags", "int", 0],
  ],
  gai_strerror: [["code", "int", -2]],
  strerror: [["errno", "int", 2]],
};
