/** What an IP header says of the packet that it carries. */
export interface Carried {
  readonly version: 4 | 6;
  readonly protocol: number;
  /** How many routers it may still pass: IPv4's TTL, IPv6's hop limit. */
  readonly hopLimit: number;
  readonly payload: Buffer;
}
