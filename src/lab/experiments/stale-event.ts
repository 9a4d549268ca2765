import { b } from "bsd-sockets/python";
import { EPOLLIN } from "bsd-sockets/select";

import { experiment } from "../experiment.ts";

export default experiment({
  name: "stale-event",
  title: "An event for a socket that is no more",
  question:
    "One call gives two events. The handler of the first closes the socket of the second. Whose is the second event now?",
  prediction: {
    ask: "The handler of the first event closes the second socket, and opens another one. Then the loop handles the second event. What does its recv() come to?",
    choices: {
      text: "what was sent to the second socket",
      EBADF: "EBADF: the second socket is closed",
      ENOTCONN: "ENOTCONN: it is made on the new socket, which has the old number",
    },
    observation: "the second event's recv()",
  },
  expected: {
    linux: {
      "the batch": "first IN, second IN",
      "the new socket has the number of the second one": true,
      "the second event's recv()": "ENOTCONN",
      "the next batch": "first IN",
    },
  },
  explanation: `epoll_wait() copies a batch of events into your memory, and from then on they are your business: the
kernel cannot take one back. close() frees the number, and the next socket(), accept() or open() gets the
lowest number that is free, most often just this one. The event that is still in your hand then speaks of a
socket that is gone, under a number that belongs to another. Here the new socket is not connected, and
recv() complains. A new connection would be read from, closed as “broken”, or charged with what
another one did, and only under load: that is why it is hard to find.

The kernel itself is not confused: it forgot the old socket, and the next batch is right.

So do not look up a handler by its number alone. Keep an object for each connection, mark it as closed when
you close it, and check the mark before each event; or collect what is to be closed, and close it after the
batch. poll() and select() have the same trap, for their results are lists in your memory too.`,
  manual: ["epoll(7)", "close(2)", "open(2)"],

  async run(lab) {
    const watcher = await lab.process("watcher");
    const epoll = await watcher.epoll("epoll");
    const [first, firstPeer] = await watcher.socketpair(["first", "firstPeer"]);
    const [second, secondPeer] = await watcher.socketpair(["second", "secondPeer"]);
    for (const s of [first, second]) await epoll.register(s, EPOLLIN!);
    for (const s of [firstPeer, secondPeer]) await s.send(b`text`);
    lab.observe("the batch", await epoll.poll(0).outcome());

    // What the handler of the first event does.
    const number = second.fd;
    await second.close();
    const another = await watcher.socket("another");
    lab.observe("the new socket has the number of the second one", another.fd === number);

    // What the loop does for the second event: a call on the number.
    lab.observe("the second event's recv()", await another.recv(99).outcome());
    lab.observe("the next batch", await epoll.poll(0).outcome());
  },
});
