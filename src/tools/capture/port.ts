import type { Packet } from "./decode/packet.ts";

/** Whether a packet goes from or to a port, by TCP or UDP. */
export function concernsPort({ content }: Packet, port: number): boolean {
  if (content.kind !== "tcp" && content.kind !== "udp") return false;
  return content.sourcePort === port || content.destinationPort === port;
}
