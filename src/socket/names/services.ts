import { checkPort } from "../../arguments/integers.ts";
import { OSError } from "../../errors.ts";
import * as syscalls from "../../syscalls/index.ts";

/**
 * Returns the port of a service: `getservbyname(3)`, which reads `/etc/services`.
 *
 * @param protocolname - `"tcp"` or `"udp"`; default any
 * @throws OSError without an errno for an unknown service
 * @see https://man7.org/linux/man-pages/man3/getservbyname.3.html
 */
export function getservbyname(servicename: string, protocolname?: string): number {
  const port = syscalls.getservbyname(servicename, protocolname ?? null);
  if (port === null) throw notFound("service/proto not found", "getservbyname", servicename);
  return port;
}

/**
 * Returns the service of a port: `getservbyport(3)`, which reads `/etc/services`.
 *
 * @param protocolname - `"tcp"` or `"udp"`; default any
 * @throws OSError without an errno for a port without a service; RangeError unless it is 0 to 65535
 * @see https://man7.org/linux/man-pages/man3/getservbyport.3.html
 */
export function getservbyport(port: number, protocolname?: string): string {
  checkPort(port, "getservbyport: port");
  const name = syscalls.getservbyport(port, protocolname ?? null);
  if (name === null) throw notFound("port/proto not found", "getservbyport");
  return name;
}

/**
 * Returns the number of a protocol: `getprotobyname(3)`, which reads `/etc/protocols`.
 *
 * @throws OSError without an errno for an unknown protocol
 * @see https://man7.org/linux/man-pages/man3/getprotobyname.3.html
 */
export function getprotobyname(protocolname: string): number {
  const number = syscalls.getprotobyname(protocolname);
  if (number === null) throw notFound("protocol not found", "getprotobyname", protocolname);
  return number;
}

function notFound(text: string, syscall: string, address?: string): OSError {
  return new OSError(null, text, address === undefined ? { syscall } : { syscall, address });
}
