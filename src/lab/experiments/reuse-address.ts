import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { pairsThatBind, type Situation } from "../reuse.ts";

export { pairsThatBind };

/** A socket with SO_REUSEADDR. */
async function reusing(process: RemoteProcess, name: string): Promise<RemoteSocket<InetAddress>> {
  const made = await process.socket(name);
  await made.setOption("SO_REUSEADDR", true);
  return made;
}

/** Where the two sockets of each pair are. */
function places(host: string): (readonly [name: Place, hosts: Situation["hosts"]])[] {
  return [
    ["the same address", [host, host]],
    ["first 0.0.0.0", ["0.0.0.0", host]],
    ["then 0.0.0.0", [host, "0.0.0.0"]],
    ["two addresses", [host, host.replace(/1$/u, "2")]],
  ];
}

type Place = "the same address" | "first 0.0.0.0" | "then 0.0.0.0" | "two addresses";

export default experiment({
  name: "reuse-address",
  title: "SO_REUSEADDR and TCP: who may bind the same address",
  question: "Can two programs bind the same TCP address when both have set SO_REUSEADDR?",
  prediction: {
    ask: "A server listens, and has SO_REUSEADDR. A second one with SO_REUSEADDR binds the same address. What does bind() say?",
    choices: {
      OK: "it works: both allow it",
      EADDRINUSE: "EADDRINUSE: there is a listener already",
    },
    observation: "the first one listens; a bind with SO_REUSEADDR",
  },
  expected: {
    linux: {
      "without an option; the second bind": "EADDRINUSE",
      "both with SO_REUSEADDR; the second bind": "OK",
      "both with SO_REUSEADDR; the first listen": "OK",
      "both with SO_REUSEADDR; the second listen": "EADDRINUSE",
      "the first one listens; a bind with SO_REUSEADDR": "EADDRINUSE",
      "the same address": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "the same address; the first listens": "P→P, P→AP, AP→P, AP→AP",
      "first 0.0.0.0": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "first 0.0.0.0; the first listens": "P→P, P→AP, AP→P, AP→AP",
      "then 0.0.0.0": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "then 0.0.0.0; the first listens": "P→P, P→AP, AP→P, AP→AP",
      "two addresses": "all",
      "two addresses; the first listens": "all",
    },
  },
  explanation: `The kernel tells TCP connections apart by four numbers: the address and the port of
either end. That many sockets have the same local address does no harm, then. Only two listeners do:
to which of them should a new connection go?

SO_REUSEADDR says “I know that others may have this address”. When all who have it say so, bind()
works as long as nobody listens. The first listen() takes the address; from then on every bind() and
every other listen() is EADDRINUSE. So the option never gives a port to two servers on Linux. It is
there for a server that is started again, while connections of its predecessor still have the port
(see time-wait). Set it on every listener, before bind().

SO_REUSEPORT is what allows several listeners, if all of them have it (see port-sharing). Of the
pairs, A is a socket with SO_REUSEADDR, P one with SO_REUSEPORT: A→P is a first socket with the one
option and a second with the other, which share nothing.

0.0.0.0 is every address of the host, so it is in conflict with each of them. Two different
addresses never are: each has all ports for itself.`,
  manual: ["socket(7)", "bind(2)", "listen(2)", "ip(7)"],

  async run(lab) {
    const server = await lab.process("server");
    const rival = await lab.process("rival");

    const plain = await server.socket("plain");
    await plain.bind([lab.host, 0]);
    const other = await rival.socket("other");
    lab.observe("without an option; the second bind", await other.bind(plain.address).outcome());

    const first = await reusing(server, "first");
    await first.bind([lab.host, 0]);
    const second = await reusing(rival, "second");
    const { address } = first;
    lab.observe("both with SO_REUSEADDR; the second bind", await second.bind(address).outcome());
    lab.observe("both with SO_REUSEADDR; the first listen", await first.listen().outcome());
    lab.observe("both with SO_REUSEADDR; the second listen", await second.listen().outcome());
    const third = await reusing(rival, "third");
    lab.observe(
      "the first one listens; a bind with SO_REUSEADDR",
      await third.bind(address).outcome(),
    );

    lab.note("A is SO_REUSEADDR, P is SO_REUSEPORT; first socket → second socket");
    for (const [name, hosts] of places(lab.host)) {
      for (const firstListens of [false, true]) {
        const situation = { type: "SOCK_STREAM", hosts, firstListens } as const;
        const listens = firstListens ? " (listens)" : "";
        const words = `bind() of all pairs: ${hosts[0]}${listens}, then ${hosts[1]}`;
        const pairs = await server.run(words, pairsThatBind, situation);
        lab.observe(firstListens ? `${name}; the first listens` : name, pairs);
      }
    }
  },
});
