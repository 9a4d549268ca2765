// The first packet of a TCP connection, from any address.

const IP_BYTES = 20;
const TCP_BYTES = 20;
const TCP = 6;
const TIME_TO_LIVE = 64;
const SYN = 2;
const WINDOW = 65_535;
/** Data offset of a header without options: five words. */
const FIVE_WORDS = 5 << 4;
const VERSION_4 = 0x45;

/** The source or destination of a packet. */
export interface End {
  readonly host: readonly [number, number, number, number];
  readonly port: number;
}

/** Returns the Internet checksum of bytes: RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += bytes.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Returns an IPv4 packet with a SYN. */
export function synPacket(from: End, to: End, sequence: number): Buffer {
  return Buffer.concat([ipHeader(from, to), tcpHeader(from, to, sequence)]);
}

function ipHeader(from: End, to: End): Buffer {
  const header = Buffer.alloc(IP_BYTES);
  header[0] = VERSION_4;
  header.writeUInt16BE(IP_BYTES + TCP_BYTES, 2);
  header[8] = TIME_TO_LIVE;
  header[9] = TCP;
  header.set(from.host, 12);
  header.set(to.host, 16);
  header.writeUInt16BE(checksum(header), 10);
  return header;
}

function tcpHeader(from: End, to: End, sequence: number): Buffer {
  const header = Buffer.alloc(TCP_BYTES);
  header.writeUInt16BE(from.port, 0);
  header.writeUInt16BE(to.port, 2);
  header.writeUInt32BE(sequence, 4);
  header[12] = FIVE_WORDS;
  header[13] = SYN;
  header.writeUInt16BE(WINDOW, 14);
  const pseudo = Buffer.from([...from.host, ...to.host, 0, TCP, 0, TCP_BYTES]);
  header.writeUInt16BE(checksum(Buffer.concat([pseudo, header])), 16);
  return header;
}
