// Written by "npm run constants" from native/constants/names.txt.

import { constants, known } from "./known.ts";

// Flags of getaddrinfo(3).
export const AI_ADDRCONFIG: number = known("AI_ADDRCONFIG");
export const AI_ALL: number = known("AI_ALL");
export const AI_CANONIDN: number | undefined = constants["AI_CANONIDN"];
export const AI_CANONNAME: number = known("AI_CANONNAME");
export const AI_DEFAULT: number | undefined = constants["AI_DEFAULT"];
export const AI_IDN: number | undefined = constants["AI_IDN"];
export const AI_MASK: number | undefined = constants["AI_MASK"];
export const AI_NUMERICHOST: number = known("AI_NUMERICHOST");
export const AI_NUMERICSERV: number = known("AI_NUMERICSERV");
export const AI_PASSIVE: number = known("AI_PASSIVE");
export const AI_UNUSABLE: number | undefined = constants["AI_UNUSABLE"];
export const AI_V4MAPPED: number = known("AI_V4MAPPED");
export const AI_V4MAPPED_CFG: number | undefined = constants["AI_V4MAPPED_CFG"];

// Errors of getaddrinfo(3): the errno of a gaierror.
export const EAI_ADDRFAMILY: number | undefined = constants["EAI_ADDRFAMILY"];
export const EAI_AGAIN: number = known("EAI_AGAIN");
export const EAI_ALLDONE: number | undefined = constants["EAI_ALLDONE"];
export const EAI_BADFLAGS: number = known("EAI_BADFLAGS");
export const EAI_BADHINTS: number | undefined = constants["EAI_BADHINTS"];
export const EAI_CANCELED: number | undefined = constants["EAI_CANCELED"];
export const EAI_FAIL: number = known("EAI_FAIL");
export const EAI_FAMILY: number = known("EAI_FAMILY");
export const EAI_IDN_ENCODE: number | undefined = constants["EAI_IDN_ENCODE"];
export const EAI_INPROGRESS: number | undefined = constants["EAI_INPROGRESS"];
export const EAI_INTR: number | undefined = constants["EAI_INTR"];
export const EAI_MEMORY: number = known("EAI_MEMORY");
export const EAI_NODATA: number | undefined = constants["EAI_NODATA"];
export const EAI_NONAME: number = known("EAI_NONAME");
export const EAI_NOTCANCELED: number | undefined = constants["EAI_NOTCANCELED"];
export const EAI_OVERFLOW: number = known("EAI_OVERFLOW");
export const EAI_PROTOCOL: number | undefined = constants["EAI_PROTOCOL"];
export const EAI_SERVICE: number = known("EAI_SERVICE");
export const EAI_SOCKTYPE: number = known("EAI_SOCKTYPE");
export const EAI_SYSTEM: number = known("EAI_SYSTEM");

// Flags of getnameinfo(3), and the longest names that it gives.
export const NI_DGRAM: number = known("NI_DGRAM");
export const NI_IDN: number | undefined = constants["NI_IDN"];
export const NI_MAXHOST: number = known("NI_MAXHOST");
export const NI_MAXSERV: number = known("NI_MAXSERV");
export const NI_NAMEREQD: number = known("NI_NAMEREQD");
export const NI_NOFQDN: number = known("NI_NOFQDN");
export const NI_NUMERICHOST: number = known("NI_NUMERICHOST");
export const NI_NUMERICSCOPE: number | undefined = constants["NI_NUMERICSCOPE"];
export const NI_NUMERICSERV: number = known("NI_NUMERICSERV");
export const NI_WITHSCOPEID: number | undefined = constants["NI_WITHSCOPEID"];
