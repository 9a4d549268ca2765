import type { Explanations } from "../explanation.ts";

/** Errors that say “not now”, or that somebody waited long enough. */
export const waiting: Explanations = {
  EAGAIN: {
    meetings: [
      ["recv, accept", "the socket does not block, and nothing has arrived yet"],
      ["send", "the socket does not block, and its send buffer has no room"],
      ["connect (UNIX)", "the socket does not block, and the listener's queue is full"],
      ["sendto, connect (UDP, Linux)", "no local port is free to be chosen"],
    ],
    wayOut:
      "No failure: wait with a selector until the socket is ready, and call again. " +
      "EWOULDBLOCK is another name for it.",
  },
  EINPROGRESS: {
    meetings: [["connect", "the socket does not block, and the handshake has begun"]],
    wayOut:
      "Wait until the socket is writable, then read SO_ERROR: 0 means connected, anything else is " +
      "why it failed.",
  },
  EALREADY: {
    meetings: [["connect", "an earlier connect of this socket is still on its way"]],
    wayOut: "Do not call connect again: wait until the socket is writable, and read SO_ERROR.",
  },
  EINTR: {
    meetings: [["any call that blocks", "a signal came before the call was done"]],
    wayOut:
      "Call again with the time that is left. This package and Python do so by themselves; here " +
      "Ctrl-C is a KeyboardInterrupt.",
  },
  ETIMEDOUT: {
    meetings: [
      ["connect", "the host never answered, after several SYN packets: over two minutes on Linux"],
      [
        "recv, send",
        "what was sent was never acknowledged, or keep-alive probes were not answered",
      ],
    ],
    wayOut:
      "Ping the host, and look for a firewall that throws packets away. Give the socket a timeout " +
      "of your own (settimeout), or TCP_USER_TIMEOUT.",
  },
  ECANCELED: {
    meetings: [["asynchronous interfaces", "somebody gave the operation up before it was done"]],
    wayOut: "Usually what was wanted; look for who cancels.",
  },
};
