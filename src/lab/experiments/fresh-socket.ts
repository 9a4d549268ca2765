import { b } from "bsd-sockets/python";
import { SHUT_WR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";

export default experiment({
  name: "fresh-socket",
  title: "A TCP socket that was never connected",
  question: "What do calls return on a TCP socket that has just been created?",
  prediction: {
    ask: "After s = socket() and nothing else, what does poll() report for s?",
    choices: {
      "": "no event: nothing has happened yet",
      OUT: "OUT: there is room in its send buffer",
      "OUT|HUP": "OUT and HUP: writable, and hung up",
      NVAL: "NVAL: it is not a valid socket yet",
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
      "poll after bind()": "OUT|HUP",
      "poll after listen()": "",
      "recv after listen()": "ENOTCONN",
    },
  },
  explanation: `A TCP socket starts in CLOSE, the same state in which it ends. poll() does not distinguish
“not yet connected” from “no longer connected”: HUP means that neither direction is open, and OUT means
that send() would not have to wait, because it would fail at once. poll() never promises that a call will
succeed, only that it will not sleep.

recv(), getpeername() and shutdown() fail with ENOTCONN, and accept() with EINVAL, because the socket is
not listening. On Linux send() fails with EPIPE, as it does after the end of a connection. In a C program
EPIPE comes with the signal SIGPIPE, which ends the process unless it is ignored or MSG_NOSIGNAL is set.

So call connect() or listen() first and register the socket afterwards. If you register it with epoll
earlier, you get HUP again and again for a socket that is perfectly fine. A listener reports nothing until
a client connects, and it is not a connection itself: accept() returns a new socket for each one.`,
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
    lab.observe("poll after bind()", await s.readiness());
    await s.listen();
    lab.observe("poll after listen()", await s.readiness());
    lab.observe("recv after listen()", await s.recv(99).outcome());
  },
});
