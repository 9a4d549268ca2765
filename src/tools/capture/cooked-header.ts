import type { PacketAddress } from "../../socket/index.ts";

const HEADER = 16;
const LONGEST_ADDRESS = 8;

/**
 * The header for packets of interfaces of any kind, from the address that the kernel gives with each:
 * LINKTYPE_LINUX_SLL.
 *
 *   0 packet type | 2 hardware type | 4 length of the address | 6 address, 8 bytes | 14 protocol
 */
export function cookedHeader([, protocol, pkttype, hardware, address]: PacketAddress): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(pkttype, 0);
  header.writeUInt16BE(hardware, 2);
  header.writeUInt16BE(address.length, 4);
  header.set(address.subarray(0, LONGEST_ADDRESS), 6);
  header.writeUInt16BE(protocol, 14);
  return header;
}
