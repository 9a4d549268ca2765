import { b } from "bsd-sockets/python";
import { AF_UNIX, MSG_CTRUNC, MSG_DONTWAIT, recv_fds, send_fds, socket } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";

/** In the sender: sends one byte with the descriptors of these sockets. */
export function give(inside: Inside, ...names: string[]): void {
  const fds = names.map((name) => inside.socket(name).fileno());
  send_fds(inside.socket("to"), [b`x`], fds);
}

/** What came with a byte. */
interface Taken {
  readonly count: number;
  /** Whether MSG_CTRUNC says that there was more. */
  readonly isCut: boolean;
}

/** In the receiver: takes a byte with room for so many descriptors; the first gets a name. */
export function take({ socket: named, add }: Inside, room: number, name: string): Taken {
  const [, fds, flags] = recv_fds(named("from"), 1, room);
  add(name, socket({ fileno: fds[0]! }));
  return { count: fds.length, isCut: (flags & MSG_CTRUNC) !== 0 };
}

export default experiment({
  name: "fd-passing",
  title: "A descriptor travels to another process",
  question:
    "A process sends an open socket to another one and closes its own. Is the socket closed?",
  prediction: {
    ask: "Three descriptors are sent with one message. The receiver has room for one. What does it get?",
    choices: {
      "1, cut": "one, and a flag that says that there was more",
      "1, then the others": "one; the others come with the next recvmsg()",
      EMSGSIZE: "EMSGSIZE: they do not fit, and stay where they are",
      "0, cut": "none, and a flag that says so",
    },
    observation: "three descriptors, room for one",
  },
  expected: {
    linux: {
      "on its way, closed by the sender: the other end's recv": "EAGAIN",
      "one descriptor, room for one": "1",
      "the receiver sends through it": "by the receiver",
      "closed by the receiver too: the other end's recv": "",
      "three descriptors, room for one": "1, cut",
      "the other end of the first": "EAGAIN",
      "the other end of the second": "",
      "the other end of the third": "",
    },
  },
  explanation: `A descriptor is a number, and means something in its own process only. What SCM_RIGHTS
carries over an AF_UNIX socket is the open file behind it. The receiver gets a descriptor of its own for
it, probably with another number: as dup() does, but into another process. The file is closed when the
last descriptor is, and one that is on its way counts too. So a sender may close its own at once.

The receiver says how much room it has. What does not fit is closed by the kernel, not kept for the next
call, and MSG_CTRUNC in the flags of recvmsg() is the only sign. So offer room for as many as the
protocol allows, check the flag, and close every descriptor that you did not expect: each one received is
yours, and one that nobody closes keeps its connection open.

On a stream at least one byte of ordinary data must go along, for the descriptors travel with bytes.
Servers use it to hand accepted connections to worker processes, and listeners to their successors so
that an update loses no client.`,
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
    const onItsWay = await kept.recv(99, MSG_DONTWAIT).outcome();
    lab.observe("on its way, closed by the sender: the other end's recv", onItsWay);
    const one = await receiver.run("[, [taken], flags] = recv_fds(from, 1, 1)", take, 1, "taken");
    lab.observe("one descriptor, room for one", words(one));
    const taken = receiver.named("taken");
    await taken.send(b`by the receiver`);
    lab.observe("the receiver sends through it", await kept.recv(99).outcome());
    await taken.close();
    const atLast = await kept.recv(99, MSG_DONTWAIT).outcome();
    lab.observe("closed by the receiver too: the other end's recv", atLast);

    const numbers = ["first", "second", "third"] as const;
    const ends = [];
    for (const number of numbers) {
      ends.push(await sender.socketpair([`${number} kept`, number]));
    }
    await sender.run("send_fds(to, [b`x`], [first, second, third])", give, ...numbers);
    for (const [, end] of ends) await end.close();
    const cut = await receiver.run("[, [first], flags] = recv_fds(from, 1, 1)", take, 1, "first");
    lab.observe("three descriptors, room for one", words(cut));
    for (const [index, number] of numbers.entries()) {
      const end = await ends[index]![0].recv(99, MSG_DONTWAIT).outcome();
      lab.observe(`the other end of the ${number}`, end);
    }
  },
});

/** How many came, and whether that was all. */
function words({ count, isCut }: Taken): string {
  return isCut ? `${count}, cut` : String(count);
}
