import { b } from "bsd-sockets/python";
import { AF_INET, type InetAddress, SOCK_DGRAM } from "bsd-sockets/socket";

import { receiveMany, sendMany } from "../datagrams.ts";
import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { pairsThatBind } from "../reuse.ts";

export { pairsThatBind, receiveMany, sendMany };

/** A socket of the receiver's that shares the port, at every address of the host. */
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

/** Who gets how many of the next datagrams: "early 0, late 40". */
async function shares(receiver: RemoteProcess, names: string[], count: number): Promise<string> {
  const words = `recv() of ${count} datagrams, by whoever has one`;
  const got = await receiver.run(words, receiveMany, names, count);
  return names.map((name) => `${name} ${got[name]}`).join(", ");
}

export default experiment({
  name: "reuse-address-udp",
  title: "SO_REUSEADDR and UDP: who gets the datagrams",
  question: "Two sockets share a UDP address with SO_REUSEADDR. Which of them receives?",
  prediction: {
    ask: "The socket early is bound, then late to the same address. 40 datagrams are sent there. Who gets how many?",
    choices: {
      "early 40, late 0": "early gets all: it was there first",
      "early 0, late 40": "late gets all: it was bound last",
      "early 40, late 40": "each gets a copy of all",
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
  explanation: `UDP has no listen(): whoever is bound receives. So with SO_REUSEADDR on both, two
sockets really share an address. Yet a datagram for it goes to one of them only: on Linux to the one
that was bound last. The other gets nothing until that one is closed, and nobody is told. In this
way datagrams are lost, or stolen: do not set SO_REUSEADDR on an ordinary UDP server. It needs no
option to be started again, for UDP knows no TIME_WAIT.

What the option is good for are broadcasts and multicasts: each socket gets a copy of those, so that
several programs of a host hear the same announcements.

The pairs say which options go together: A is SO_REUSEADDR, P is SO_REUSEPORT, the first socket's
before the arrow. They must have one in common; every other pair is EADDRINUSE. With SO_REUSEPORT
the datagrams are spread over all sockets (see port-sharing).`,
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
      await sender.run("40 sockets send a datagram each", sendMany, [lab.host, port], 40, 1);
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
