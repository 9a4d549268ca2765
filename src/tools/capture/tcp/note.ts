/** What a segment is in its connection, as tshark names it, in the order in which it stands. */
export const notes = [
  "ZeroWindowProbeAck",
  "ZeroWindow",
  "ZeroWindowProbe",
  "Dup ACK",
  "Keep-Alive ACK",
  "Keep-Alive",
  "Window Full",
  "Window Update",
  "ACKed unseen segment",
  "Previous segment not captured",
  "Out-Of-Order",
  "Retransmission",
  "Fast Retransmission",
  "Spurious Retransmission",
  "Port numbers reused",
] as const;

/** What a segment is in its connection. */
export type Note = (typeof notes)[number];
