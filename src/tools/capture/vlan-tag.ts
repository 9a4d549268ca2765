import { unpack } from "../../struct/index.ts";

const ADDRESSES = 12;
const TAG = 4;
const VLAN_VALID = 1 << 4;
const TYPE_VALID = 1 << 6;
const VLAN = 0x8100;

/**
 * The frame as it was on the wire: the kernel takes the tag of a virtual network out of it and gives
 * it as auxiliary data, `struct tpacket_auxdata`.
 */
export function insertTag(frame: Buffer, auxiliaryData: Buffer | undefined): Buffer {
  if (auxiliaryData === undefined || frame.length < ADDRESSES) return frame;
  const [status, , , , , control, type] = unpack("=IIIHHHH", auxiliaryData);
  if ((status & VLAN_VALID) === 0) return frame;
  const tag = Buffer.alloc(TAG);
  tag.writeUInt16BE((status & TYPE_VALID) === 0 ? VLAN : type, 0);
  tag.writeUInt16BE(control, 2);
  return Buffer.concat([frame.subarray(0, ADDRESSES), tag, frame.subarray(ADDRESSES)]);
}
