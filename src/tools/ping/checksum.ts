/**
 * The Internet checksum: the complement of the one's complement sum of 16-bit words, a last odd byte
 * with a zero behind it. Over a packet that holds its right checksum it is 0.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1071
 */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  }
  // 65,535 bytes at most, so that two additions of the carries are enough.
  sum = (sum & 0xffff) + (sum >>> 16);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
