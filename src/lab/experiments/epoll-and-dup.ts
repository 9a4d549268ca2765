import { b } from "bsd-sockets/python";
import { EPOLLIN, EPOLLOUT, POLLIN } from "bsd-sockets/select";

import { experiment } from "../experiment.ts";

export default experiment({
  name: "epoll-and-dup",
  title: "Closing a descriptor that an epoll watches",
  question:
    "A socket is closed while an epoll watches it. What does the epoll report from then on?",
  prediction: {
    ask: "A socket has a dup. The original descriptor, which the epoll watches, is closed. Then bytes arrive. What does the epoll report?",
    choices: {
      "copied IN": "IN for the closed descriptor",
      nothing: "nothing: a closed descriptor is not watched any more",
      EBADF: "EBADF: the number is not a descriptor any more",
    },
    observation: "with a dup: the epoll when bytes arrive after close()",
  },
  expected: {
    linux: {
      "without a dup: the epoll after close()": "nothing",
      "without a dup: poll() after close()": "single NVAL",
      "without a dup: select() after close()": "EBADF",
      "with a dup: the epoll when bytes arrive after close()": "copied IN",
      "with a dup: unregister() of the closed descriptor": "EBADF",
      "with a dup: modify() of the closed descriptor": "EBADF",
      "with a dup: unregister() of the dup": "ENOENT",
      "with a dup: the epoll again": "copied IN",
      "with a dup: the epoll after close() of the dup": "nothing",
    },
  },
  explanation: `A descriptor is a number in the process's descriptor table. It refers to an open file
description, and dup(), fork() and descriptor passing create more numbers for the same one. An epoll
stores both the number and the open file description, and it watches the latter.

close() frees the number. The open file description is freed with its last descriptor, and only then does
it silently disappear from the epoll. That is the usual case: close() is enough, and there is no event and
no error. poll() and select() are passed the numbers at each call, so they notice: poll() reports NVAL,
select() fails with EBADF.

While a dup exists, perhaps in a child process that you have forgotten, the open file description exists,
and the epoll keeps reporting events under a number that is closed, or has been reused by now.
unregister() cannot stop it: it first looks up the number in your descriptor table, and it is not there.
The dup was never registered, so its number does not help either. A level-triggered epoll then wakes your
loop forever.

So always unregister a descriptor before you close it. If it is too late, close the epoll and create a new
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
    lab.observe(
      "with a dup: the epoll when bytes arrive after close()",
      await epoll.poll(0).outcome(),
    );
    const unregistered = await epoll.unregister(number).outcome();
    lab.observe("with a dup: unregister() of the closed descriptor", unregistered);
    const modified = await epoll.modify(number, EPOLLOUT!).outcome();
    lab.observe("with a dup: modify() of the closed descriptor", modified);
    lab.observe("with a dup: unregister() of the dup", await epoll.unregister(copy).outcome());
    lab.observe("with a dup: the epoll again", await epoll.poll(0).outcome());
    await copy.close();
    lab.observe("with a dup: the epoll after close() of the dup", await epoll.poll(0).outcome());
  },
});
