import type { Listening } from "../programs/running.ts";
import type { Call } from "../trace/call.ts";

/** The address by which this machine reaches one that means “any”. */
const reachable: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

interface Known {
  address?: Listening;
  /** It listens, or waits for datagrams. */
  isReady?: boolean;
  isDatagram?: boolean;
}

/** Where a server can be reached, as far as its calls tell: null if it cannot, or if none asked. */
export function listeningOf(calls: readonly Call[]): Listening | null {
  const sockets = new Map<number, Known>();
  for (const call of calls) {
    if (call.result < 0) continue;
    const { name, fd, result } = call;
    if (name === "socket") {
      sockets.set(result, { isDatagram: call.arguments.join().includes("SOCK_DGRAM") });
    } else if (fd !== null) {
      learn(sockets.get(fd) ?? {}, call);
    }
  }
  return [...sockets.values()].find(isReachable)?.address ?? null;
}

function learn(socket: Known, { name, arguments: [, address] }: Call): void {
  if (name === "bind" || name === "getsockname") {
    const found = addressOf(address ?? "");
    if (found !== null) socket.address = found;
  }
  if (name === "listen" || (name === "bind" && socket.isDatagram === true)) socket.isReady = true;
}

function isReachable({ address, isReady }: Known): boolean {
  return address !== undefined && isReady === true;
}

/** The host and the port in an address of strace's notation; null while the port is not known. */
function addressOf(text: string): Listening | null {
  const [, port] = /sin6?_port=htons\((\d+)\)/u.exec(text) ?? [];
  const [, host] = /inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"/u.exec(text) ?? [];
  if (port === undefined || port === "0" || host === undefined) return null;
  return { host: reachable[host] ?? host, port };
}
