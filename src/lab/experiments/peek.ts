import { b } from "bsd-sockets/python";
import { MSG_DONTWAIT, MSG_PEEK } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "peek",
  title: "MSG_PEEK: reading without removing",
  question: "Can a program look at received data and leave it for a later recv()?",
  prediction: {
    ask: "“text” has arrived. recv(3, MSG_PEEK) returns “tex”. What does recv(3, MSG_PEEK) return when you call it again?",
    choices: {
      tex: "tex: the same bytes again",
      t: "t: the byte after “tex”",
      "": "an empty result, until more data arrives",
    },
    observation: "recv(3, MSG_PEEK) again",
  },
  expected: {
    linux: {
      "recv(3, MSG_PEEK)": "tex",
      "recv(3, MSG_PEEK) again": "tex",
      "poll() after peeking": "IN|OUT",
      "recv(99)": "text",
      "MSG_PEEK | MSG_DONTWAIT on an idle connection": "EAGAIN",
      "MSG_PEEK | MSG_DONTWAIT after the peer has closed": "",
      "one byte has arrived: recv(99, MSG_PEEK)": "1",
      "a second byte has arrived: recv(99, MSG_PEEK)": "12",
    },
  },
  explanation: `recv() does two things: it copies bytes out of the socket's queue, and it removes them
from the queue. With MSG_PEEK it only copies. The next recv() returns the same bytes, followed by what has
arrived since, and poll() keeps reporting IN.

Peeking is useful to find out which protocol a client speaks before another part of the program takes
over: for example, the first byte distinguishes TLS from plain HTTP. With MSG_DONTWAIT you can also check
an idle connection from a pool: EAGAIN means that it is open as far as your kernel knows, and an empty
result means that the peer has closed it.

Do not use MSG_PEEK to wait for a complete message. While at least one byte is in the queue, poll()
returns at once and recv() does not block, so a program that peeks until enough has arrived is a busy
loop. Receive the bytes, and collect them in your own buffer.`,
  manual: ["recv(2)", "poll(2)"],

  async run(lab) {
    const { client, conn } = await connection(lab);
    await client.send(b`text`);
    await conn.until("4 bytes are in conn's queue", (seen) => seen?.receiveQueue === 4);
    lab.observe("recv(3, MSG_PEEK)", await conn.recv(3, MSG_PEEK).outcome());
    lab.observe("recv(3, MSG_PEEK) again", await conn.recv(3, MSG_PEEK).outcome());
    lab.observe("poll() after peeking", await conn.readiness());
    lab.observe("recv(99)", await conn.recv(99).outcome());

    await client.send(b`1`);
    lab.observe(
      "one byte has arrived: recv(99, MSG_PEEK)",
      await conn.recv(99, MSG_PEEK).outcome(),
    );
    await client.send(b`2`);
    await conn.until("2 bytes are in conn's queue", (seen) => seen?.receiveQueue === 2);
    lab.observe(
      "a second byte has arrived: recv(99, MSG_PEEK)",
      await conn.recv(99, MSG_PEEK).outcome(),
    );
    await conn.recv(99);

    const flags = MSG_PEEK | MSG_DONTWAIT;
    lab.observe(
      "MSG_PEEK | MSG_DONTWAIT on an idle connection",
      await conn.recv(1, flags).outcome(),
    );
    await client.close();
    await conn.untilState("CLOSE_WAIT");
    lab.observe(
      "MSG_PEEK | MSG_DONTWAIT after the peer has closed",
      await conn.recv(1, flags).outcome(),
    );
  },
});
