import { addon } from "../native.ts";

/** One answer of {@link getaddrinfo}; the last element is the bytes of a `sockaddr`. */
export type RawAddressInfo = [
  family: number,
  type: number,
  protocol: number,
  canonname: string,
  address: Buffer,
];

/**
 * Looks up addresses: `getaddrinfo(3)`. A failure gives the EAI code, and for EAI_SYSTEM the errno,
 * which is EINTR after Ctrl-C or {@link interrupt}.
 */
export const getaddrinfo: (
  host: string | null,
  service: string | null,
  family: number,
  type: number,
  protocol: number,
  flags: number,
) => RawAddressInfo[] | { code: number; errno: number } = addon.getaddrinfo;

/** What an EAI code means: `gai_strerror(3)`. */
export const gai_strerror: (code: number) => string = addon.gai_strerror;
