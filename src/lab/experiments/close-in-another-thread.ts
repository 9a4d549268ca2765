import { b } from "bsd-sockets/python";
import { MSG_WAITALL, SHUT_RDWR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "close-in-another-thread",
  title: "Closing a socket while another thread sleeps in recv()",
  question: "A thread is blocked in recv(). How can another thread stop it?",
  prediction: {
    ask: "One thread sleeps in recv(4, MSG_WAITALL). Another thread calls close() on the same socket. Then the peer sends “text”. What does the first thread's recv() return?",
    choices: {
      EBADF: "EBADF, at once: its descriptor is closed",
      "": "an empty result, at once: the connection is closed",
      text: "the text, when it arrives: the call has not noticed the close()",
    },
    observation: "recv() during close()",
  },
  expected: {
    linux: {
      "recv() still sleeps after close()": true,
      "the peer's state after close()": "ESTABLISHED",
      "poll() on the peer's end after close()": "OUT",
      "a new socket gets the number that was closed": true,
      "recv() during close()": "text",
      "the peer receives when recv() has returned": "",
      "recv() during shutdown()": "",
      "the peer receives after shutdown()": "",
    },
  },
  explanation: `recv() looks up its descriptor once, at the start, and keeps a reference to the open file
description. close() in another thread removes the number from the descriptor table and does nothing else,
because the sleeping call still uses the open file description. So no FIN is sent, recv() is not woken,
and it receives the next bytes as if nothing had happened. When it returns, the last reference is gone,
and only then does the connection end. Some other systems wake the sleeping call with an error. So does
this package: before it closes the number, its close() ends the calls in which other threads sleep, with
EBADF. The only exception is a call with MSG_WAITALL, like the one here, which it leaves to the kernel.

It gets worse: the kernel's close() frees the number at once, and the next socket() or accept() reuses it.
If the first thread calls recv() again with the old number, or its call is repeated after a signal, it
reads from the wrong connection.

shutdown(SHUT_RDWR) is the right call: it acts on the socket, wakes all threads that sleep on it, and
keeps the number in use. recv() returns an empty result, the thread finishes, and then, when no thread
uses the number any more, one of them calls close().`,
  manual: ["close(2)", "shutdown(2)", "recv(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    const reader = await clientProcess.thread("reader");

    // The package's close() would end another thread's recv() with EBADF, except with MSG_WAITALL.
    const reading = await client.inThread(reader).recv(4, MSG_WAITALL).blocks();
    const number = client.fd;
    await client.close();
    lab.observe("recv() still sleeps after close()", reading.stillSleeps);
    lab.observe("the peer's state after close()", await conn.tcpState());
    lab.observe("poll() on the peer's end after close()", await conn.readiness());
    const another = await clientProcess.socket("another");
    lab.observe("a new socket gets the number that was closed", another.fd === number);
    await conn.send(b`text`);
    lab.observe("recv() during close()", await reading.outcome());
    lab.observe("the peer receives when recv() has returned", await conn.recv(99).outcome());

    await another.connect(listener.address);
    const peer = await listener.accept("peer");
    const readingAnother = await another.inThread(reader).recv(4, MSG_WAITALL).blocks();
    await another.shutdown(SHUT_RDWR);
    lab.observe("recv() during shutdown()", await readingAnother.outcome());
    lab.observe("the peer receives after shutdown()", await peer.recv(99).outcome());
  },
});
