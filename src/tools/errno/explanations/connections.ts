import type { Explanations } from "../explanation.ts";

/** Errors of connections: how they do not come about, and how they end. */
export const connections: Explanations = {
  ECONNREFUSED: {
    meetings: [
      ["connect (TCP)", "the host is there, and nobody listens on that port"],
      ["connect (UNIX)", "the path is a socket, and no program listens on it any more"],
      ["send, recv (UDP)", "an earlier datagram of a connected socket found nobody on its port"],
    ],
    wayOut:
      "Start the server first, and compare host and port (bsd-sockets netstat -tl). A server on " +
      "127.0.0.1 cannot be reached from another machine. Remove the path that a dead server left.",
  },
  ECONNRESET: {
    meetings: [
      ["recv, send", "the peer's kernel sent RST: the peer closed with unread data, or it crashed"],
      ["recv (UNIX)", "the peer closed with unread data"],
      ["connect, recv", "the listener was closed while this connection waited in its queue"],
    ],
    wayOut:
      "The connection is over: close the socket. As a server, receive what the client sends before " +
      "you close, or shut down sending first and read to the end.",
  },
  ECONNABORTED: {
    meetings: [
      ["accept", "the client had gone before the connection was accepted (BSD, macOS)"],
      ["connect (Linux)", "called again after a connect that failed and whose error was read"],
    ],
    wayOut: "In accept, go on with the next client. After connect, use a new socket.",
  },
  EPIPE: {
    meetings: [
      ["send", "the peer has closed, and an earlier send already found that out"],
      ["send", "this side has shut its sending down, or a Linux socket was never connected"],
    ],
    wayOut:
      "Stop sending and close. A bare write(2) also raises SIGPIPE, which ends programs; Node and " +
      "Python ignore it, and send(2) has MSG_NOSIGNAL.",
  },
  ENOTCONN: {
    meetings: [
      ["recv, shutdown", "the socket has no peer: connect comes first, or failed"],
      ["send (macOS)", "the same; on Linux it is EPIPE"],
      ["getpeername", "there is no peer, or it has gone by a reset"],
      ["recv on a listener", "only accepted sockets have data"],
    ],
    wayOut: "Connect, or use the socket that accept returned. For UDP give the address: sendto.",
  },
  EISCONN: {
    meetings: [
      ["connect", "the socket is connected; after EINPROGRESS that is good news"],
      ["sendto", "an address was given for a connected socket (UNIX streams; on macOS UDP too)"],
    ],
    wayOut: "Go on using the connection, or make a new socket for a second one.",
  },
  ESHUTDOWN: {
    meetings: [["send (macOS, UDP)", "sending was shut down on this socket"]],
    wayOut: "Do not send after shutdown. On Linux this is EPIPE.",
  },
  ENETUNREACH: {
    meetings: [
      ["connect, sendto", "no route leads to that network: often there is no network, or no IPv6"],
    ],
    wayOut:
      "Look at “ip route” (macOS: netstat -rn). Try the host's next address: resolve lists them.",
  },
  EHOSTUNREACH: {
    meetings: [
      ["connect, sendto", "the last network is there, but the host did not answer for its address"],
      ["connect, recv", "a router or firewall said that it does not pass this on"],
    ],
    wayOut: "Ping the host: is it on, is its address right? Look at firewalls on the way.",
  },
  ENETDOWN: {
    meetings: [
      ["sendto (AF_PACKET)", "the interface that the packet should leave by is down"],
      ["recv (AF_PACKET)", "the interface that is watched was switched off"],
    ],
    wayOut: "Bring the interface up: ip link set dev NAME up.",
  },
  EHOSTDOWN: {
    meetings: [["connect, sendto (mostly macOS)", "the host in the same network does not answer"]],
    wayOut: "As EHOSTUNREACH: is the host on, is its address right?",
  },
  ENETRESET: {
    meetings: [["send, recv", "keep-alive found that the connection was lost"]],
    wayOut: "Connect again.",
  },
};
