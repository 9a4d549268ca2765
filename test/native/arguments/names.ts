import { type Argument } from "./kinds.ts";

/** The functions of native/names/ and native/address.cc, and what numbers mean */
export const namesFunctions: Record<string, Argument[]> = {
  encodeAddress: [
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
