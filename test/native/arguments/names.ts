import { type Argument } from "./kinds.ts";

const linuxAddresses: Record<string, Argument[]> = {
  encodeNetlinkAddress: [
    ["pid", "uint32", 0],
    ["groups", "uint32", 0],
  ],
  encodePacketAddress: [
    ["ifindex", "int", 1],
    ["protocol", "uint16", 3],
    ["pkttype", "uint8", 0],
    ["hatype", "uint16", 0],
    ["addr", "hardware", new Uint8Array(6)],
  ],
};

/** The functions of native/names/ and native/address/ */
export const namesFunctions: Record<string, Argument[]> = {
  encodeUnixAddress: [["path", "bytes", new Uint8Array(4)]],
  ...(process.platform === "linux" ? linuxAddresses : {}),
  encodeAddress: [
    ["family", "sockaddrFamily", 38],
    ["data", "address", new Uint8Array(4)],
  ],
  encodeInternetAddress: [
    ["family", "family", 2],
    ["host", "string", "127.0.0.1"],
    ["port", "uint16", 80],
    ["flowinfo", "flowinfo", 0],
    ["scopeId", "uint32", 0],
  ],
  decodeAddress: [
    ["address", "bytes", new Uint8Array(32)],
    ["length", "decodeLength", 32],
  ],
  htons: [["x", "uint16", 1]],
  ntohs: [["x", "uint16", 1]],
  htonl: [["x", "uint32", 1]],
  ntohl: [["x", "uint32", 1]],
  getaddrinfo: [
    ["host", "textOrNull", "127.0.0.1"],
    ["service", "textOrNull", "80"],
    ["family", "int", 0],
    ["type", "int", 0],
    ["proto", "int", 0],
    ["flags", "int", 0],
  ],
  getnameinfo: [
    ["address", "address", new Uint8Array(16)],
    ["flags", "int", 1],
  ],
  gai_strerror: [["code", "int", -2]],
  gethostbyname: [["name", "text", "127.0.0.1"]],
  gethostbyaddr: [
    ["address", "packed", Buffer.of(127, 0, 0, 1)],
    ["family", "family", 2],
  ],
  hstrerror: [["code", "int", 1]],
  getservbyname: [
    ["name", "string", "http"],
    ["protocol", "stringOrNull", "tcp"],
  ],
  getservbyport: [
    ["port", "uint16", 80],
    ["protocol", "stringOrNull", "tcp"],
  ],
  getprotobyname: [["name", "string", "tcp"]],
  inet_pton: [
    ["address_family", "int", 2],
    ["text", "string", "127.0.0.1"],
  ],
  inet_ntop: [
    ["address_family", "int", 2],
    ["address", "packed", Buffer.of(127, 0, 0, 1)],
  ],
  inet_aton: [["text", "string", "127.0.0.1"]],
  inet_ntoa: [["address", "packed", Buffer.of(127, 0, 0, 1)]],
  if_nameindex: [],
  if_nametoindex: [["name", "text", "lo"]],
  if_indextoname: [["if_index", "uint32", 1]],
  gethostname: [],
  sethostname: [["name", "bytes", new Uint8Array(1000)]],
  strerror: [["errno", "int", 2]],
};
