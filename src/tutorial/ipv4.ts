import { isIPv6 } from "node:net";

import { repr, str, sys } from "bsd-sockets/python";

/**
 * Returns the host as it is. An address of another family ends the program with a line that names it,
 * where bind() and connect() would throw a `gaierror` that does not.
 */
export function ipv4(host: string): string {
  const family = isIPv6(host) ? "IPv6" : host.includes("/") ? "AF_UNIX" : null;
  if (family === null) return host;
  const wanted = "this program needs an IPv4 one, such as '127.0.0.1'";
  sys.exit(`${str(sys.argv[0])}: ${repr(host)} is an ${family} address; ${wanted}`);
}
