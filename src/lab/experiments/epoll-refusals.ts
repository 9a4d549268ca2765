import { openSync } from "node:fs";

import { EPOLLIN, EPOLLOUT, POLLIN, POLLOUT } from "bsd-sockets/select";

import { experiment } from "../experiment.ts";

/** In the process: opens a regular file, and returns its descriptor. */
export function openFile(): number {
  return openSync(new URL(import.meta.url), "r");
}

export default experiment({
  name: "epoll-refusals",
  title: "What an epoll refuses to watch",
  question: "An epoll watches sockets, pipes and terminals. What can it not watch, and why?",
  prediction: {
    ask: "A program registers the descriptor of a regular file, to be notified when it is readable. What does register() return?",
    choices: {
      OK: "it succeeds, and the epoll reports IN when the bytes have been read from the disk",
      EPERM: "EPERM: a regular file cannot be watched",
      EBADF: "EBADF: an epoll only accepts sockets",
    },
    observation: "a regular file",
  },
  expected: {
    linux: {
      "a regular file": "EPERM",
      "poll(2) on a regular file": "IN|OUT",
      "a socket": "OK",
      "the same socket again": "EEXIST",
      "a dup of the same socket": "OK",
      "modify() of a socket that is not registered": "ENOENT",
      "the epoll itself": "EINVAL",
      "another epoll": "OK",
      "the outer epoll reports": "inner IN",
      "two epolls that watch each other": "ELOOP",
    },
  },
  explanation: `A regular file fails with EPERM. “Ready” means that a call would not have to wait, and by
definition a file on a disk is always ready, even if the disk is slow. poll() says so: it always reports
IN and OUT. An epoll waits for changes, and there will never be one, so it refuses. That is why programs
read files in other threads, as Node does, or with io_uring.

Registering a socket twice fails with EEXIST: the number and the open file description identify a
registration. Use modify() to change the events. A dup has another number, so you can register it next to
the original, for example with other events.

An epoll is itself a descriptor, which is readable when the epoll has events to report. So one epoll can
watch another. An epoll that watches itself (EINVAL), or a cycle of epolls (ELOOP), would send the kernel
around in circles.`,
  manual: ["epoll_ctl(2)", "epoll(7)", "poll(2)"],

  async run(lab) {
    const watcher = await lab.process("watcher");
    const outer = await watcher.epoll("outer");

    const file = await watcher.run("openSync(a regular file)", openFile);
    lab.observe("a regular file", await outer.register(file, EPOLLIN!).outcome());
    const poll = await watcher.poll("poll");
    await poll.register(file, POLLIN | POLLOUT);
    const [ready] = await poll.poll(0);
    lab.observe("poll(2) on a regular file", ready?.[1] ?? "nothing");

    const inner = await watcher.epoll("inner");
    const [a] = await watcher.socketpair(["a", "b"]);
    lab.observe("a socket", await inner.register(a, EPOLLOUT!).outcome());
    lab.observe("the same socket again", await inner.register(a, EPOLLIN!).outcome());
    const copy = await a.dup("copy");
    lab.observe("a dup of the same socket", await inner.register(copy, EPOLLIN!).outcome());
    const modified = await outer.modify(a, EPOLLIN!).outcome();
    lab.observe("modify() of a socket that is not registered", modified);

    lab.observe("the epoll itself", await outer.register(outer, EPOLLIN!).outcome());
    lab.observe("another epoll", await outer.register(inner, EPOLLIN!).outcome());
    lab.observe("the outer epoll reports", await outer.poll(0).outcome());
    lab.observe(
      "two epolls that watch each other",
      await inner.register(outer, EPOLLIN!).outcome(),
    );
  },
});
