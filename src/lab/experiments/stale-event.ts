import { b } from "bsd-sockets/python";
import { EPOLLIN } from "bsd-sockets/select";

import { experiment } from "../experiment.ts";

export default experiment({
  name: "stale-event",
  title: "A stale event for a closed socket",
  question:
    "One call returns two events. The handler of the first closes the socket of the second. What does the second event refer to now?",
  prediction: {
    ask: "The handler of the first event closes the second socket, and creates a new one. Then the loop handles the second event. What does its recv() return?",
    choices: {
      text: "the text that was sent to the second socket",
      EBADF: "EBADF: the second socket is closed",
      ENOTCONN: "ENOTCONN: the call is made on the new socket, which has the old number",
    },
    observation: "the second event's recv()",
  },
  expected: {
    linux: {
      "the batch": "first IN, second IN",
      "the new socket has the number of the second socket": true,
      "the second event's recv()": "ENOTCONN",
      "the next batch": "first IN",
    },
  },
  explanation: `epoll_wait() copies a batch of events into your memory, and the kernel cannot take one
back afterwards. close() frees the number, and the next socket(), accept() or open() gets the lowest free
number, often exactly this one. An event that you have not handled yet then refers to a socket that is
gone, under a number that now belongs to another. Here the new socket is not connected, and recv() fails.
If it were a new connection, your loop would read its data, close it as broken, or blame it for what
another one did. And it only happens under load, which makes it hard to find.

The kernel itself is not confused: it has removed the old socket, and the next batch is correct.

So do not look up a handler by number alone. Keep an object for each connection, mark it when you close
it, and check the mark before you handle an event; or collect the sockets to be closed, and close them
after the batch. poll() and select() have the same problem, because their results are lists in your memory
too.`,
  manual: ["epoll(7)", "close(2)", "open(2)"],

  async run(lab) {
    const watcher = await lab.process("watcher");
    const epoll = await watcher.epoll("epoll");
    const [first, firstPeer] = await watcher.socketpair(["first", "firstPeer"]);
    const [second, secondPeer] = await watcher.socketpair(["second", "secondPeer"]);
    for (const s of [first, second]) await epoll.register(s, EPOLLIN!);
    for (const s of [firstPeer, secondPeer]) await s.send(b`text`);
    lab.observe("the batch", await epoll.poll(0).outcome());

    // The handler of the first event.
    const number = second.fd;
    await second.close();
    const another = await watcher.socket("another");
    lab.observe("the new socket has the number of the second socket", another.fd === number);

    // The handler of the second event: a call on the number.
    lab.observe("the second event's recv()", await another.recv(99).outcome());
    lab.observe("the next batch", await epoll.poll(0).outcome());
  },
});
