import { b } from "bsd-sockets/python";
import { MSG_WAITALL, SHUT_RDWR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "close-in-another-thread",
  title: "A thread sleeps in recv() when another one closes the socket",
  question: "A thread is blocked in recv(). How can another thread make it stop?",
  prediction: {
    ask: "One thread sleeps in recv(4, MSG_WAITALL). Another one calls close() on the same socket. Then the peer sends “text”. What does the first thread's recv() give?",
    choices: {
      EBADF: "EBADF, at once: its descriptor is closed",
      "": "an empty result, at once: the connection is closed",
      text: "the text, when it comes: it has slept on",
    },
    observation: "recv() during which close() was called",
  },
  expected: {
    linux: {
      "it sleeps on after close()": true,
      "the state of the peer's end then": "ESTABLISHED",
      "poll says of the peer's end then": "OUT",
      "a new socket has the number that it sleeps with": true,
      "recv() during which close() was called": "text",
      "the peer receives after that": "",
      "recv() during which shutdown() is called": "",
      "the peer receives after shutdown()": "",
    },
  },
  explanation: `recv() looks up its descriptor once, at the start, and holds on to the open file behind it. close() in another thread
takes the number out of the table, and does nothing else: the open file is still in use, by the sleeping call. So no FIN is
sent, the sleeper is not woken, and it takes the next bytes as if nothing had happened. When it returns the last hold is
gone; only then the connection ends. Some other systems wake the sleeper with an error. So does this package: its
close() ends the calls that other threads sleep in, with EBADF, before it closes the number. It leaves only a call with
MSG_WAITALL to the kernel, such as the one here.

Worse, with the kernel's close() the number is free at once, and the next socket() or accept() gets it. If the first thread calls recv() again with
the number that it remembers, or a signal has cut its call short and it is made again, it reads from a connection that is
not its own.

shutdown(SHUT_RDWR) is the right call: it acts on the socket, wakes everybody who sleeps on it, and leaves the number in
use. recv() gives its empty result, the thread ends its work, and then, when nobody uses the number any more, one of
the two calls close().`,
  manual: ["close(2)", "shutdown(2)", "recv(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    const reader = await clientProcess.thread("reader");

    // The package's own close() ends the calls of other threads on the descriptor first; only one that
    // waits for all its bytes is left to the kernel.
    const reading = await client.inThread(reader).recv(4, MSG_WAITALL).blocks();
    const number = client.fd;
    await client.close();
    lab.observe("it sleeps on after close()", reading.stillSleeps);
    lab.observe("the state of the peer's end then", await conn.tcpState());
    lab.observe("poll says of the peer's end then", await conn.readiness());
    const another = await clientProcess.socket("another");
    lab.observe("a new socket has the number that it sleeps with", another.fd === number);
    await conn.send(b`text`);
    lab.observe("recv() during which close() was called", await reading.outcome());
    lab.observe("the peer receives after that", await conn.recv(99).outcome());

    await another.connect(listener.address);
    const peer = await listener.accept("peer");
    const readingAnother = await another.inThread(reader).recv(4, MSG_WAITALL).blocks();
    await another.shutdown(SHUT_RDWR);
    lab.observe("recv() during which shutdown() is called", await readingAnother.outcome());
    lab.observe("the peer receives after shutdown()", await peer.recv(99).outcome());
  },
});
