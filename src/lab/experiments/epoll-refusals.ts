import { openSync } from "node:fs";

import { EPOLLIN, EPOLLOUT, POLLIN, POLLOUT } from "bsd-sockets/select";

import { experiment } from "../experiment.ts";

/** In the process: opens a regular file, this program's own; gives its descriptor. */
export function openFile(): number {
  return openSync(new URL(import.meta.url), "r");
}

export default experiment({
  name: "epoll-refusals",
  title: "What an epoll does not take",
  question: "An epoll watches sockets, pipes and terminals. What can it not watch, and why?",
  prediction: {
    ask: "A program wants to be told when it can read from a regular file, and registers its descriptor. What does the epoll say?",
    choices: {
      OK: "it takes it, and tells of IN when the bytes have been read from the disk",
      EPERM: "EPERM: a regular file cannot be watched",
      EBADF: "EBADF: only sockets are descriptors for an epoll",
    },
    observation: "a regular file",
  },
  expected: {
    linux: {
      "a regular file": "EPERM",
      "poll(2) says of a regular file": "IN|OUT",
      "a socket": "OK",
      "the same socket again": "EEXIST",
      "a dup of the same socket": "OK",
      "modify() of a socket that is not registered": "ENOENT",
      itself: "EINVAL",
      "another epoll": "OK",
      "what the outer epoll says of it": "inner IN",
      "an epoll that watches it in turn": "ELOOP",
    },
  },
  explanation: `Regular file, EPERM: “ready” means that a call would not have to wait, and a file on a disk is always
said to be ready. poll() says so: IN and OUT, always. An epoll waits for a change, and there will be none, so it
refuses instead of telling the same for ever. That is why programs read files in other threads (Node does) or with
io_uring, even when the disk is slow.

Twice, EEXIST: a registration is known by its number and by the open file behind the number. Use modify() to
change the events. A dup has another number, so it can be registered beside the first one, for instance
with other events.

An epoll is itself a descriptor, readable when it has something to report; so one epoll can watch another.
Itself (EINVAL) or around a ring (ELOOP) would make the kernel ask in a circle without end.`,
  manual: ["epoll_ctl(2)", "epoll(7)", "poll(2)"],

  async run(lab) {
    const watcher = await lab.process("watcher");
    const outer = await watcher.epoll("outer");

    const file = await watcher.run("openSync(a regular file)", openFile);
    lab.observe("a regular file", await outer.register(file, EPOLLIN!).outcome());
    const poll = await watcher.poll("poll");
    await poll.register(file, POLLIN | POLLOUT);
    const [ready] = await poll.poll(0);
    lab.observe("poll(2) says of a regular file", ready?.[1] ?? "nothing");

    const inner = await watcher.epoll("inner");
    const [a] = await watcher.socketpair(["a", "b"]);
    lab.observe("a socket", await inner.register(a, EPOLLOUT!).outcome());
    lab.observe("the same socket again", await inner.register(a, EPOLLIN!).outcome());
    const copy = await a.dup("copy");
    lab.observe("a dup of the same socket", await inner.register(copy, EPOLLIN!).outcome());
    const modified = await outer.modify(a, EPOLLIN!).outcome();
    lab.observe("modify() of a socket that is not registered", modified);

    lab.observe("itself", await outer.register(outer, EPOLLIN!).outcome());
    lab.observe("another epoll", await outer.register(inner, EPOLLIN!).outcome());
    lab.observe("what the outer epoll says of it", await outer.poll(0).outcome());
    lab.observe(
      "an epoll that watches it in turn",
      await inner.register(outer, EPOLLIN!).outcome(),
    );
  },
});
