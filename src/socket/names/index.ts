/**
 * The look-ups and conversions of CPython's `socket`.
 *
 * @module
 */

export type { Host } from "./host.ts";
export { gethostname, sethostname } from "./hostname.ts";
export { getfqdn, gethostbyaddr, gethostbyname, gethostbyname_ex, type HostInfo } from "./hosts.ts";
export { if_indextoname, if_nameindex, if_nametoindex } from "./interfaces.ts";
export { getnameinfo } from "./nameinfo.ts";
export { inet_aton, inet_ntoa, inet_ntop, inet_pton } from "./numeric.ts";
export { getprotobyname, getservbyname, getservbyport } from "./services.ts";
