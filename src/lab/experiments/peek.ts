import { b } from "bsd-sockets/python";
import { MSG_DONTWAIT, MSG_PEEK } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "peek",
  title: "MSG_PEEK: a look that takes nothing",
  question: "Can a program see what has arrived, and leave it for a later recv()?",
  prediction: {
    ask: "“text” has arrived. recv(3, MSG_PEEK) gives “tex”. What does recv(3, MSG_PEEK) give when it is called again?",
    choices: {
      tex: "tex: the same again",
      t: "t: what comes after “tex”",
      "": "nothing, until more arrives",
    },
    observation: "recv(3, MSG_PEEK) again",
  },
  expected: {
    linux: {
      "recv(3, MSG_PEEK)": "tex",
      "recv(3, MSG_PEEK) again": "tex",
      "poll says then": "IN|OUT",
      "recv(99)": "text",
      "MSG_PEEK | MSG_DONTWAIT, idle": "EAGAIN",
      "MSG_PEEK | MSG_DONTWAIT, the peer has closed": "",
      "a byte at a time, recv(99, MSG_PEEK) first": "1",
      "a byte more, recv(99, MSG_PEEK)": "12",
    },
  },
  explanation: `recv() does two things: it copies bytes out of the socket's queue, and it removes them.
With MSG_PEEK it only copies. The next recv() finds the same bytes at the front of the queue, with what
has arrived since behind them, and poll() goes on to say IN.

Peeking serves to find out who speaks before another part of the program takes over, such as a server
that tells TLS from plain HTTP by the first byte. With MSG_DONTWAIT it also tests a connection that lies
idle in a pool: EAGAIN says that it is still open as far as this side knows, and an empty result says
that the peer has closed it.

It is no way to wait for a complete message. As long as one byte is there, poll() returns at once and
recv() does not block, so a program that peeks until enough has come turns in a circle without rest. Take
the bytes, and collect them in memory of your own.`,
  manual: ["recv(2)", "poll(2)"],

  async run(lab) {
    const { client, conn } = await connection(lab);
    await client.send(b`text`);
    await conn.until("4 bytes are in its queue", (seen) => seen?.receiveQueue === 4);
    lab.observe("recv(3, MSG_PEEK)", await conn.recv(3, MSG_PEEK).outcome());
    lab.observe("recv(3, MSG_PEEK) again", await conn.recv(3, MSG_PEEK).outcome());
    lab.observe("poll says then", await conn.readiness());
    lab.observe("recv(99)", await conn.recv(99).outcome());

    await client.send(b`1`);
    lab.observe(
      "a byte at a time, recv(99, MSG_PEEK) first",
      await conn.recv(99, MSG_PEEK).outcome(),
    );
    await client.send(b`2`);
    await conn.until("2 bytes are in its queue", (seen) => seen?.receiveQueue === 2);
    lab.observe("a byte more, recv(99, MSG_PEEK)", await conn.recv(99, MSG_PEEK).outcome());
    await conn.recv(99);

    const flags = MSG_PEEK | MSG_DONTWAIT;
    lab.observe("MSG_PEEK | MSG_DONTWAIT, idle", await conn.recv(1, flags).outcome());
    await client.close();
    await conn.untilState("CLOSE_WAIT");
    lab.observe(
      "MSG_PEEK | MSG_DONTWAIT, the peer has closed",
      await conn.recv(1, flags).outcome(),
    );
  },
});
