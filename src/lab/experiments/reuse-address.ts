import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { pairsThatBind, type Situation } from "../reuse.ts";

export { pairsThatBind };

/** Makes a socket with SO_REUSEADDR. */
async function reusing(process: RemoteProcess, name: string): Promise<RemoteSocket<InetAddress>> {
  const made = await process.socket(name);
  await made.setOption("SO_REUSEADDR", true);
  return made;
}

/** The addresses of the two sockets of each pair. */
function places(host: string): (readonly [name: Place, hosts: Situation["hosts"]])[] {
  return [
    ["the same address", [host, host]],
    ["0.0.0.0, then the address", ["0.0.0.0", host]],
    ["the address, then 0.0.0.0", [host, "0.0.0.0"]],
    ["two different addresses", [host, host.replace(/1$/u, "2")]],
  ];
}

type Place =
  | "the same address"
  | "0.0.0.0, then the address"
  | "the address, then 0.0.0.0"
  | "two different addresses";

export default experiment({
  name: "reuse-address",
  title: "SO_REUSEADDR and TCP: which sockets can bind the same address",
  question: "Can two programs bind the same TCP address when both have set SO_REUSEADDR?",
  prediction: {
    ask: "A server with SO_REUSEADDR is listening. A second one with SO_REUSEADDR binds the same address. What does bind() return?",
    choices: {
      OK: "it succeeds: both allow it",
      EADDRINUSE: "EADDRINUSE: there is already a listener",
    },
    observation: "the first socket listens; bind with SO_REUSEADDR",
  },
  expected: {
    linux: {
      "no option; the second bind": "EADDRINUSE",
      "both with SO_REUSEADDR; the second bind": "OK",
      "both with SO_REUSEADDR; the first listen": "OK",
      "both with SO_REUSEADDR; the second listen": "EADDRINUSE",
      "the first socket listens; bind with SO_REUSEADDR": "EADDRINUSE",
      "the same address": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "the same address; the first listens": "P→P, P→AP, AP→P, AP→AP",
      "0.0.0.0, then the address": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "0.0.0.0, then the address; the first listens": "P→P, P→AP, AP→P, AP→AP",
      "the address, then 0.0.0.0": "A→A, A→AP, P→P, P→AP, AP→A, AP→P, AP→AP",
      "the address, then 0.0.0.0; the first listens": "P→P, P→AP, AP→P, AP→AP",
      "two different addresses": "all",
      "two different addresses; the first listens": "all",
    },
  },
  explanation: `The kernel identifies a TCP connection by four numbers: the address and port of each end.
So it does not matter if many connections have the same local address. It only matters for listeners: if
there were two, which of them should get a new connection?

SO_REUSEADDR means “other sockets may have this address too”. If all sockets at an address have the
option, bind() succeeds while none of them is listening. The first listen() claims the address; from then
on every bind() and every other listen() fails with EADDRINUSE. So on Linux the option never gives a port
to two servers. Its purpose is to let a server restart while old connections still use the port (see
time-wait). Set it on every listener, before bind().

SO_REUSEPORT allows several listeners, if all of them have it (see port-sharing). In the table of pairs, A
is a socket with SO_REUSEADDR and P one with SO_REUSEPORT. A→P means that the first socket has one option
and the second has the other; these two have no option in common, so the second bind() fails.

0.0.0.0 stands for every address of the host, so it conflicts with each of them. Two different addresses
never conflict: each has its own ports.`,
  manual: ["socket(7)", "bind(2)", "listen(2)", "ip(7)"],

  async run(lab) {
    const server = await lab.process("server");
    const rival = await lab.process("rival");

    const plain = await server.socket("plain");
    await plain.bind([lab.host, 0]);
    const other = await rival.socket("other");
    lab.observe("no option; the second bind", await other.bind(plain.address).outcome());

    const first = await reusing(server, "first");
    await first.bind([lab.host, 0]);
    const second = await reusing(rival, "second");
    const { address } = first;
    lab.observe("both with SO_REUSEADDR; the second bind", await second.bind(address).outcome());
    lab.observe("both with SO_REUSEADDR; the first listen", await first.listen().outcome());
    lab.observe("both with SO_REUSEADDR; the second listen", await second.listen().outcome());
    const third = await reusing(rival, "third");
    lab.observe(
      "the first socket listens; bind with SO_REUSEADDR",
      await third.bind(address).outcome(),
    );

    lab.note("A is SO_REUSEADDR, P is SO_REUSEPORT: first socket → second socket");
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
