import { b } from "bsd-sockets/python";
import { EPOLLIN, FD_SETSIZE, POLLIN, select } from "bsd-sockets/select";
import type { Socket } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { needsDescriptors } from "../settings.ts";

const DESCRIPTORS = 1100;
const kept: Socket[] = [];

/** In the process: makes dups of a socket up to number 1024, and names 1023 and 1024. */
export function dupUntilLimit({ socket, add }: Inside, name: string): void {
  for (;;) {
    const made = socket(name).dup();
    kept.push(made);
    if (made.fileno() === FD_SETSIZE - 1) add("fd1023", made);
    if (made.fileno() === FD_SETSIZE) {
      add("fd1024", made);
      return;
    }
  }
}

/** In the process: calls select() with one socket, and returns whether it is readable, or the error. */
export function selectAlone({ socket }: Inside, name: string): string {
  try {
    const [readers] = select([socket(name)], [], [], 0);
    return readers.length === 1 ? "readable" : "not readable";
  } catch (error) {
    return (error as Error).name;
  }
}

/** In the process: closes a dup with a low number, so that the next dup gets this number. */
export function closeOneDup(): void {
  kept.shift()!.close();
}

export default experiment({
  name: "fd-setsize",
  title: "The limit of select(): descriptor 1024",
  question: "A server has more and more connections. What is the limit of select()?",
  prediction: {
    ask: "select() is called with a single socket, which has data to read. Its descriptor is number 1024. What does select() return?",
    choices: {
      readable: "the socket is readable: select() can watch up to 1024 sockets",
      RangeError: "a RangeError: the number is too large, however few sockets there are",
      EMFILE: "EMFILE: there are too many descriptors",
    },
    observation: "select() of number 1024 alone",
  },
  expected: {
    linux: {
      "select() of number 1023 alone": "readable",
      "select() of number 1024 alone": "RangeError",
      "poll() of number 1024": "fd1024 IN",
      "epoll of number 1024": "fd1024 IN",
      "select() of the same socket under a low number": "readable",
    },
  },
  explanation: `select() takes its descriptors as a bit set, fd_set, with one bit for each number. The C
library gives it room for FD_SETSIZE numbers, which is 1024 on Linux: 0 to 1023. So the number matters,
not how many sockets you watch; a single one is enough to fail. The same socket under a lower number
works.

In C, FD_SET(1024, &set) writes a bit past the end of the set, into other memory: a server that has run
for months crashes, or worse, once it has a thousand connections. (If it is built with _FORTIFY_SOURCE, it
is aborted instead.) Python raises a ValueError, and this package throws a RangeError, before calling the
kernel. The kernel itself would accept longer sets, but the size of the C type cannot change any more.

poll() takes a list of numbers, and epoll takes each number once; neither has this limit. Use select() for
a few descriptors in small programs, or let a selector choose: DefaultSelector uses epoll where it exists.`,
  manual: ["select(2)", "poll(2)", "epoll(7)"],
  needs: ["/proc", needsDescriptors(DESCRIPTORS)],

  async run(lab) {
    const watcher = await lab.process("watcher", { descriptors: DESCRIPTORS });
    const [, peer] = await watcher.socketpair(["low", "peer"]);
    const poll = await watcher.poll("poll");
    const epoll = await watcher.epoll("epoll");
    await watcher.run("low.dup() until one has number 1024", dupUntilLimit, "low");
    await peer.send(b`text`);

    const last = await watcher.run("select([fd1023], [], [], 0)", selectAlone, "fd1023");
    lab.observe("select() of number 1023 alone", last);
    const beyond = await watcher.run("select([fd1024], [], [], 0)", selectAlone, "fd1024");
    lab.observe("select() of number 1024 alone", beyond);

    const high = watcher.named("fd1024");
    await poll.register(high, POLLIN);
    lab.observe("poll() of number 1024", await poll.poll(0).outcome());
    await epoll.register(high, EPOLLIN!);
    lab.observe("epoll of number 1024", await epoll.poll(0).outcome());

    await watcher.run("close() of a dup with a low number", closeOneDup);
    await high.dup("again");
    const again = await watcher.run("select([again], [], [], 0)", selectAlone, "again");
    lab.observe("select() of the same socket under a low number", again);
  },
});
