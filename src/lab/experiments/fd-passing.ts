import { b } from "bsd-sockets/python";
import { AF_UNIX, MSG_CTRUNC, MSG_DONTWAIT, recv_fds, send_fds, socket } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";

/** In the sender: sends a byte with the descriptors of these sockets. */
export function give(inside: Inside, ...names: string[]): void {
  const fds = names.map((name) => inside.socket(name).fileno());
  send_fds(inside.socket("to"), [b`x`], fds);
}

/** The descriptors received with a byte. */
interface Taken {
  readonly count: number;
  /** True if MSG_CTRUNC is set: some descriptors did not fit. */
  readonly isTruncated: boolean;
}

/** In the receiver: receives a byte with room for `room` descriptors, and names the first. */
export function take({ socket: named, add }: Inside, room: number, name: string): Taken {
  const [, fds, flags] = recv_fds(named("from"), 1, room);
  add(name, socket({ fileno: fds[0]! }));
  return { count: fds.length, isTruncated: (flags & MSG_CTRUNC) !== 0 };
}

export default experiment({
  name: "fd-passing",
  title: "Passing a descriptor to another process",
  question:
    "A process sends an open socket to another process and closes its own descriptor. Is the socket closed?",
  prediction: {
    ask: "Three descriptors are sent with one message. The receiver has room for one. What does it get?",
    choices: {
      "1, truncated": "one, and a flag that says that there were more",
      "1, then the others": "one; the next recvmsg() returns the others",
      EMSGSIZE: "EMSGSIZE: they do not fit, and stay in the queue",
      "0, truncated": "none, and a flag that says that there were some",
    },
    observation: "three descriptors, room for one",
  },
  expected: {
    linux: {
      "in transit, closed by the sender: recv at the other end": "EAGAIN",
      "one descriptor, room for one": "1",
      "the receiver sends through it: recv at the other end": "by the receiver",
      "closed by the receiver too: recv at the other end": "",
      "three descriptors, room for one": "1, truncated",
      "the first: recv at the other end": "EAGAIN",
      "the second: recv at the other end": "",
      "the third: recv at the other end": "",
    },
  },
  explanation: `A descriptor is a number that only has a meaning in its own process. What SCM_RIGHTS
carries over an AF_UNIX socket is the open file description behind it. The receiver gets its own
descriptor for it, probably with another number: like dup(), but into another process. The open file
description is closed with its last descriptor, and a descriptor in transit counts too. So the sender may
close its own at once.

The receiver decides how much room it provides. The kernel closes what does not fit; it does not keep it
for the next call, and MSG_CTRUNC in the flags of recvmsg() is the only sign. So provide room for as many
descriptors as your protocol allows, check the flag, and close every descriptor that you did not expect:
you own each one that you receive, and one that is never closed keeps its connection open.

On a stream socket, you must send at least one byte of data with the descriptors. Servers use descriptor
passing to hand accepted connections to worker processes, and to hand a listener to the next version of
the server, so that an update loses no clients.`,
  manual: ["unix(7)", "recvmsg(2)", "cmsg(3)"],

  async run(lab) {
    const sender = await lab.process("sender");
    const receiver = await lab.process("receiver");
    const listener = await receiver.socket("listener", AF_UNIX);
    const path = lab.path("socket");
    await listener.bind(path);
    await listener.listen();
    const to = await sender.socket("to", AF_UNIX);
    await to.connect(path);
    await listener.accept("from");

    const [kept, given] = await sender.socketpair(["kept", "given"]);
    await sender.run("send_fds(to, [b`x`], [given])", give, "given");
    await given.close();
    const inTransit = await kept.recv(99, MSG_DONTWAIT).outcome();
    lab.observe("in transit, closed by the sender: recv at the other end", inTransit);
    const one = await receiver.run("[, [taken], flags] = recv_fds(from, 1, 1)", take, 1, "taken");
    lab.observe("one descriptor, room for one", takenText(one));
    const taken = receiver.named("taken");
    await taken.send(b`by the receiver`);
    lab.observe(
      "the receiver sends through it: recv at the other end",
      await kept.recv(99).outcome(),
    );
    await taken.close();
    const atLast = await kept.recv(99, MSG_DONTWAIT).outcome();
    lab.observe("closed by the receiver too: recv at the other end", atLast);

    const numbers = ["first", "second", "third"] as const;
    const ends = [];
    for (const number of numbers) {
      ends.push(await sender.socketpair([`${number} kept`, number]));
    }
    await sender.run("send_fds(to, [b`x`], [first, second, third])", give, ...numbers);
    for (const [, end] of ends) await end.close();
    const truncated = await receiver.run(
      "[, [first], flags] = recv_fds(from, 1, 1)",
      take,
      1,
      "first",
    );
    lab.observe("three descriptors, room for one", takenText(truncated));
    for (const [index, number] of numbers.entries()) {
      const end = await ends[index]![0].recv(99, MSG_DONTWAIT).outcome();
      lab.observe(`the ${number}: recv at the other end`, end);
    }
  },
});

/** The number of descriptors received, and whether there were more. */
function takenText({ count, isTruncated }: Taken): string {
  return isTruncated ? `${count}, truncated` : String(count);
}
