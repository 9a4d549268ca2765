import { b } from "bsd-sockets/python";
import { EPOLLIN, EPOLLOUT, POLLIN } from "bsd-sockets/select";

import { experiment } from "../experiment.ts";

export default experiment({
  name: "epoll-and-dup",
  title: "An epoll and a descriptor that is closed",
  question:
    "A socket is closed while an epoll watches it. What does the epoll say of it from now on?",
  prediction: {
    ask: "A socket has a dup. Its own descriptor, which the epoll watches, is closed. Then bytes come. What does the epoll say?",
    choices: {
      "copied IN": "there is something to read at the number that is closed",
      nothing: "nothing: what is closed is watched no more",
      EBADF: "EBADF: the number is no descriptor any more",
    },
    observation: "with a dup: bytes come after close()",
  },
  expected: {
    linux: {
      "without a dup: the epoll after close()": "nothing",
      "without a dup: poll() after close()": "single NVAL",
      "without a dup: select() after close()": "EBADF",
      "with a dup: bytes come after close()": "copied IN",
      "unregister() of the closed number": "EBADF",
      "modify() of the closed number": "EBADF",
      "unregister() of the dup": "ENOENT",
      "asked again": "copied IN",
      "when the dup is closed too": "nothing",
    },
  },
  explanation: `A descriptor is a number in the process's table. It leads to an open file description, the thing itself,
and dup(), fork() and passing a descriptor make more numbers for the same thing. An epoll remembers the
number and the thing, and it watches the thing.

close() frees the number. Only when the last number of the thing is gone, the thing goes too, and with it
silently its place in the epoll. That is the usual case: close() is enough, and there is no event and no
error. poll() and select() get the numbers at each call, so they notice: NVAL, and EBADF.

While a dup lives, perhaps in a child process that you have forgotten, the thing lives, and the epoll goes
on telling of it under a number that is dead, or by now somebody else's. unregister() does not make
it stop: it first looks up the number in your table, and there is none. The dup was never registered, so
its number does not help. A level-triggered epoll then wakes the loop for ever.

So unregister a descriptor before you close it, always. If it is too late, close the epoll and make a new
one.`,
  manual: ["epoll(7)", "epoll_ctl(2)", "poll(2)", "select(2)", "dup(2)"],

  async run(lab) {
    const watcher = await lab.process("watcher");
    const epoll = await watcher.epoll("epoll");
    const poll = await watcher.poll("poll");

    const [single, peer] = await watcher.socketpair(["single", "peer"]);
    await epoll.register(single, EPOLLIN!);
    await poll.register(single, POLLIN);
    await peer.send(b`text`);
    await epoll.poll(0);
    const singleNumber = single.fd;
    await single.close();
    lab.observe("without a dup: the epoll after close()", await epoll.poll(0).outcome());
    lab.observe("without a dup: poll() after close()", await poll.poll(0).outcome());
    const selected = watcher.select([singleNumber], [], [], 0);
    lab.observe("without a dup: select() after close()", await selected.outcome());

    const [copied, sender] = await watcher.socketpair(["copied", "sender"]);
    const copy = await copied.dup("copy");
    await epoll.register(copied, EPOLLIN!);
    const number = copied.fd;
    await copied.close();
    await sender.send(b`text`);
    lab.observe("with a dup: bytes come after close()", await epoll.poll(0).outcome());
    const unregistered = await epoll.unregister(number).outcome();
    lab.observe("unregister() of the closed number", unregistered);
    const modified = await epoll.modify(number, EPOLLOUT!).outcome();
    lab.observe("modify() of the closed number", modified);
    lab.observe("unregister() of the dup", await epoll.unregister(copy).outcome());
    lab.observe("asked again", await epoll.poll(0).outcome());
    await copy.close();
    lab.observe("when the dup is closed too", await epoll.poll(0).outcome());
  },
});
