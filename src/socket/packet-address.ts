import { typeName, wrongType } from "../arguments/errors.ts";
import { OSError } from "../errors.ts";
import * as syscalls from "../syscalls/index.ts";
import { checkArray, checkPart } from "./address-parts.ts";
import type { PacketAddress } from "./families.ts";

const LONGEST_HARDWARE_ADDRESS = 8;

/** Returns the sockaddr of an AF_PACKET address, whose interface is given by name. */
export function packetSockaddr(address: unknown, call: string): Uint8Array {
  const parts = checkArray(address, "AF_PACKET", call);
  if (parts.length < 2 || parts.length > 5) {
    throw wrongType(`${call}(): AF_PACKET address must be an array of two to five elements`);
  }
  const [ifname, proto, pkttype = 0, hatype = 0, addr = new Uint8Array()] = parts;
  if (!ArrayBuffer.isView(addr)) {
    throw wrongType(`${call}(): hardware address must be bytes, not ${typeName(addr)}`);
  }
  checkPart(addr.byteLength, "the length of a hardware address", LONGEST_HARDWARE_ADDRESS, call);
  return syscalls.encodePacketAddress!(
    indexOf(ifname, call),
    checkPart(proto, "proto", 0xffff, call),
    checkPart(pkttype, "pkttype", 0xff, call),
    checkPart(hatype, "hatype", 0xffff, call),
    addr as syscalls.ByteView,
  );
}

function indexOf(ifname: unknown, call: string): number {
  if (typeof ifname !== "string") {
    throw wrongType(`${call}(): ifname must be a string, not ${typeName(ifname)}`);
  }
  const index = syscalls.if_nametoindex(ifname);
  if (index < 0) throw OSError.from(-index, { syscall: "if_nametoindex", address: ifname });
  return index;
}

/** Returns an AF_PACKET address with its interface's name; "" if there is no such interface. */
export function fromPacket(address: syscalls.DecodedPacketAddress): PacketAddress {
  const [ifindex, ...rest] = address;
  // Bytes that do not come from the kernel may hold any number.
  const name = ifindex > 0 ? syscalls.if_indextoname(ifindex) : "";
  return [typeof name === "string" ? name : "", ...rest];
}
