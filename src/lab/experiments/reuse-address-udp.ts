import { b } from "bsd-sockets/python";
import { AF_INET, type InetAddress, SOCK_DGRAM } from "bsd-sockets/socket";

import { receiveMany, sendMany } from "../datagrams.ts";
import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { pairsThatBind } from "../reuse.ts";

export { pairsThatBind, receiveMany, sendMany };

/** Makes a socket in the receiver that shares the port, bound to every address of the host. */
async function bound(
  receiver: RemoteProcess,
  name: string,
  port: number,
): Promise<RemoteSocket<InetAddress>> {
  const made = await receiver.socket(name, AF_INET, SOCK_DGRAM);
  await made.setOption("SO_REUSEADDR", true);
  await made.bind(["0.0.0.0", port]);
  return made;
}

/** Returns how many of the next datagrams each socket receives: "early 0, late 40". */
async function shares(receiver: RemoteProcess, names: string[], count: number): Promise<string> {
  const words = `recv() of ${count} datagrams, on whichever socket is readable`;
  const got = await receiver.run(words, receiveMany, names, count);
  return names.map((name) => `${name} ${got[name]}`).join(", ");
}

export default experiment({
  name: "reuse-address-udp",
  title: "SO_REUSEADDR and UDP: which socket gets the datagrams",
  question: "Two sockets share a UDP address with SO_REUSEADDR. Which of them receives datagrams?",
  prediction: {
    ask: "First the socket “early” is bound to an address, then the socket “late” to the same one. 40 datagrams are sent there. How many does each receive?",
    choices: {
      "early 40, late 0": "early gets all: it was bound first",
      "early 0, late 40": "late gets all: it was bound last",
      "early 40, late 40": "each gets a copy of every datagram",
      "early 20, late 20": "they take turns",
    },
    observation: "40 datagrams",
  },
  expected: {
    linux: {
      "pairs that bind": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "40 datagrams": "early 0, late 40",
      "a broadcast": "early 1, late 1",
      "40 datagrams after late is closed": "early 40",
    },
  },
  explanation: `UDP has no listen(): a bound socket receives. So if both sockets have SO_REUSEADDR, they
really do share the address. But a datagram still goes to only one of them: on Linux, the one that was
bound last. The other receives nothing until that one is closed, and there is no error. In this way
datagrams get lost or stolen, so do not set SO_REUSEADDR on an ordinary UDP server. It does not need the
option to restart, because UDP has no TIME_WAIT.

The option is useful for broadcast and multicast: there each socket gets a copy, so that several programs
on a host can receive the same announcements.

The pairs show which options can be combined: A is SO_REUSEADDR, P is SO_REUSEPORT, with the first socket
before the arrow. The two sockets must have an option in common; for every other pair bind() fails with
EADDRINUSE. With SO_REUSEPORT the datagrams are distributed over all sockets (see port-sharing).`,
  manual: ["socket(7)", "bind(2)", "udp(7)", "ip(7)"],

  async run(lab) {
    const receiver = await lab.process("receiver");
    const hosts = [lab.host, lab.host] as const;
    const pairs = receiver.run("bind() of all pairs", pairsThatBind, { type: "SOCK_DGRAM", hosts });
    lab.observe("pairs that bind", await pairs);

    const early = await bound(receiver, "early", 0);
    const [, port] = early.address;
    const late = await bound(receiver, "late", port);
    const sender = await lab.process("sender");
    const send40 = async (): Promise<void> => {
      await sender.run(
        "send a datagram from each of 40 sockets",
        sendMany,
        [lab.host, port],
        40,
        1,
      );
    };
    await send40();
    lab.observe("40 datagrams", await shares(receiver, ["early", "late"], 40));

    const announcer = await sender.socket("announcer", AF_INET, SOCK_DGRAM);
    await announcer.setOption("SO_BROADCAST", true);
    await announcer.sendto(b`text`, ["127.255.255.255", port]);
    lab.observe("a broadcast", await shares(receiver, ["early", "late"], 2));

    await late.close();
    await send40();
    lab.observe("40 datagrams after late is closed", await shares(receiver, ["early"], 40));
  },
});
