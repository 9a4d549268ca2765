import { b } from "bsd-sockets/python";
import { SHUT_WR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";

export default experiment({
  name: "fresh-socket",
  title: "A TCP socket that was never connected",
  question: "What do the calls say on a TCP socket that has just been made?",
  prediction: {
    ask: "s = socket() and nothing else. What does poll() say of it?",
    choices: {
      "": "nothing: nothing has happened yet",
      OUT: "OUT: there is room in its send buffer",
      "OUT|HUP": "OUT and HUP: writable, and hung up",
      NVAL: "NVAL: it is no valid socket yet",
    },
    observation: "poll",
  },
  expected: {
    linux: {
      state: "CLOSE",
      poll: "OUT|HUP",
      recv: "ENOTCONN",
      send: "EPIPE",
      getpeername: "ENOTCONN",
      shutdown: "ENOTCONN",
      accept: "EINVAL",
      "poll, when it is bound": "OUT|HUP",
      "poll, when it listens": "",
      "recv, when it listens": "ENOTCONN",
    },
  },
  explanation: `A TCP socket begins in CLOSE, the very state in which it ends. poll() makes no
difference between “not yet” and “no more”: HUP means that neither direction is open, and OUT that a
send() would not have to wait, for it would fail at once. What poll() promises is never that a call
works; only that it does not sleep.

recv(), getpeername() and shutdown() say ENOTCONN, and accept() EINVAL, for the socket does not
listen. Only send() says EPIPE on Linux, as after the end of a connection. In a program in C the
signal SIGPIPE comes with it and ends the process, unless it is ignored or MSG_NOSIGNAL is set.

So connect first and watch afterwards: who gives epoll a socket before connect() or listen() is told
HUP again and again, about a socket that has nothing wrong with it. A listener is quiet until
somebody connects, and it is not a connection either: accept() makes a new socket for each.`,
  manual: ["socket(2)", "poll(2)", "send(2)", "recv(2)", "tcp(7)"],

  async run(lab) {
    const s = await (await lab.process("process")).socket("s");
    lab.observe("state", await s.tcpState());
    lab.observe("poll", await s.readiness());
    lab.observe("recv", await s.recv(99).outcome());
    lab.observe("send", await s.send(b`text`).outcome());
    lab.observe("getpeername", await s.getpeername().outcome());
    lab.observe("shutdown", await s.shutdown(SHUT_WR).outcome());
    lab.observe("accept", await s.accept("conn").outcome());
    await s.bind(["127.0.0.1", 0]);
    lab.observe("poll, when it is bound", await s.readiness());
    await s.listen();
    lab.observe("poll, when it listens", await s.readiness());
    lab.observe("recv, when it listens", await s.recv(99).outcome());
  },
});
