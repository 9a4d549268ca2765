import { OSError } from "../../errors.ts";
import * as socket from "../../socket/index.ts";
import type { LinkType } from "./decode/frame.ts";

/** The interface's name for all of them. */
export const ANY = "any";

/** A socket that sees packets, and what stands before the network's header in each. */
export interface Opened {
  readonly link: LinkType;
  readonly socket: socket.Socket<socket.PacketAddress>;
}

const RECEIVE_BUFFER = 16 * 1024 * 1024;

// Hardware types of <linux/if_arp.h>.
const ETHER = 1;
const LOOPBACK = 772;
/** SLIP, tunnels, tun and WireGuard carry IP packets without a header of their own. */
const BARE_IP = new Set([256, 257, 258, 259, 519, 768, 776, 778, 0xfffe]);

/** Opens a socket for one interface, or for any. */
export function openPacketSocket(interfaceName: string): Opened {
  if (interfaceName === ANY) return openAny();
  const raw = openBound(socket.SOCK_RAW, interfaceName);
  const [, , , hardware] = raw.getsockname();
  const link = linkOf(hardware);
  if (link !== "cooked") return { link, socket: raw };
  raw.close();
  return { link, socket: openBound(socket.SOCK_DGRAM, interfaceName) };
}

/** What the kernel leaves before the network's header, by the hardware's type. */
function linkOf(hardware: number): LinkType {
  if (hardware === ETHER || hardware === LOOPBACK) return "ethernet";
  return BARE_IP.has(hardware) ? "ip" : "cooked";
}

/** The interfaces may differ in their headers, so that the kernel has to take these off. */
function openAny(): Opened {
  const opened = socket.socket(
    socket.AF_PACKET!,
    socket.SOCK_DGRAM,
    socket.htons(socket.ETH_P_ALL!),
  );
  setOptions(opened);
  return { link: "cooked", socket: opened };
}

/** With protocol 0 no packet comes, until `bind` says which: none is seen before its options hold. */
function openBound(type: number, interfaceName: string): Opened["socket"] {
  const opened = socket.socket(socket.AF_PACKET!, type, 0);
  try {
    setOptions(opened);
    opened.bind([interfaceName, socket.ETH_P_ALL!]);
    if (opened.getsockname()[3] === LOOPBACK) ignoreOutgoing(opened);
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}

function setOptions(opened: Opened["socket"]): void {
  opened.setsockopt(socket.SOL_SOCKET, socket.SO_TIMESTAMPNS!, true);
  opened.setsockopt(socket.SOL_PACKET!, socket.PACKET_AUXDATA!, true);
  try {
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUFFORCE!, RECEIVE_BUFFER);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    // Without CAP_NET_ADMIN there is less room, and more may be dropped; the end tells how many.
  }
}

/** The loopback shows each packet twice: going out, and coming in. Linux 4.20 can leave one out. */
function ignoreOutgoing(opened: Opened["socket"]): void {
  try {
    opened.setsockopt(socket.SOL_PACKET!, socket.PACKET_IGNORE_OUTGOING!, true);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
}

/** Whether a packet is one that the loopback shows a second time. */
export function isSeenTwice([, , pkttype, hardware]: socket.PacketAddress): boolean {
  return hardware === LOOPBACK && pkttype === socket.PACKET_OUTGOING;
}
