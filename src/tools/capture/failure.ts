import { ENETDOWN, ENODEV, ENXIO, EPERM } from "../../errno.ts";
import { OSError } from "../../errors.ts";
import { AF_PACKET, if_nameindex } from "../../socket/index.ts";
import { ANY } from "./open-packet-socket.ts";

/** Why packets cannot be seen on this system at all, if so. */
export function absence(): string | undefined {
  if (AF_PACKET !== undefined) return undefined;
  return `packets are seen through Linux's AF_PACKET sockets, which ${process.platform} does not have; tcpdump and tshark show them there`;
}

/** What an error means and what to do, in plain words; undefined for one that is not expected. */
export function explain(error: unknown, interfaceName: string): string | undefined {
  if (!(error instanceof OSError)) {
    return isFileError(error) ? `cannot write the file: ${error.message}` : undefined;
  }
  switch (error.errno) {
    case EPERM:
      return "only root, or a program with CAP_NET_RAW, may see packets; run it with sudo";
    case ENODEV:
      return `there is no interface ${JSON.stringify(interfaceName)}, but ${interfaces()}`;
    case ENETDOWN:
      return `the interface ${interfaceName} is down`;
    case ENXIO:
      return `the interface ${interfaceName} is gone`;
    default:
      return error.message;
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

function interfaces(): string {
  return [...if_nameindex().map(([, name]) => name), ANY].join(", ");
}
