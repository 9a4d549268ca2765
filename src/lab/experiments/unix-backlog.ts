import { unlinkSync } from "node:fs";

import { AF_UNIX } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { nameOf } from "../names.ts";

/** In a process: removes a path. */
export function unlink(_inside: Inside, path: string): void {
  unlinkSync(path);
}

export default experiment({
  name: "unix-backlog",
  title: "AF_UNIX: a path that is left over, a queue that is full",
  question:
    "What is different when the address is a path: after the server has ended, and when it accepts nobody?",
  prediction: {
    ask: "listen(1), and nobody accepts. Two clients are connected and fill the queue. What does connect_ex() of a third one give that is non-blocking?",
    choices: {
      EINPROGRESS: "EINPROGRESS: it goes on by itself, as with TCP",
      EAGAIN: "EAGAIN: not now, try again",
      ECONNREFUSED: "ECONNREFUSED: there is no room",
      OK: "0: the kernel makes room",
    },
    observation: "the third client",
  },
  expected: {
    linux: {
      "a path that is missing": "ENOENT",
      "the first client": "OK",
      "the second client": "OK",
      "the third client": "EAGAIN",
      "the third client, once more": "EAGAIN",
      "the third client is connected": "ENOTCONN",
      "the third client after an accept": "OK",
      "a client with a timeout": "EAGAIN",
      "a client that blocks": "OK",
      "the server has ended: connect": "ECONNREFUSED",
      "the server has ended: bind with SO_REUSEADDR": "EADDRINUSE",
      "after unlink: connect": "ENOENT",
      "after unlink: bind": "OK",
    },
  },
  explanation: `An AF_UNIX connection needs no network. connect() puts the client straight into the
listener's queue, and either that is done when it returns, or it is not done at all: nothing can be in
progress. When the queue is full (it holds one more than listen() was told, as with TCP), a blocking
connect() sleeps until accept() makes room, and a non-blocking one fails with EAGAIN. After EINPROGRESS a
program waits until poll() says OUT. After EAGAIN that is of no use: the socket is in no queue. So
settimeout() does not help here either, for it makes the socket non-blocking and waits for what
EINPROGRESS has begun. Try again a little later, or let connect() block; the option SO_SNDTIMEO limits
how long.

The address is a file. bind() makes it, and nothing but unlink() removes it: not close(), not the end of
the process. What is left refuses everybody: ECONNREFUSED says that the path is there and nobody listens,
ENOENT that there is no path. The next server finds the path in use, and SO_REUSEADDR has no say in it,
for it is about ports. So a server removes the path before it binds, after an attempt to connect has
shown that nobody is there, or it binds a name that is no file: Linux's abstract names, which begin with
a zero byte and go with the socket.`,
  manual: ["unix(7)", "connect(2)", "listen(2)", "unlink(2)"],
  needs: ["/proc"],

  async run(lab) {
    const path = lab.path("socket");
    const server = await lab.process("server");
    const process = await lab.process("client");
    const client = async (name: string) => {
      const made = await process.socket(name, AF_UNIX);
      await made.setblocking(false);
      return made;
    };

    const first = await client("first");
    lab.observe("a path that is missing", nameOf(await first.connect_ex(path)));
    const listener = await server.socket("listener", AF_UNIX);
    await listener.bind(path);
    await listener.listen(1);
    lab.observe("the first client", nameOf(await first.connect_ex(path)));
    const second = await client("second");
    lab.observe("the second client", nameOf(await second.connect_ex(path)));
    const third = await client("third");
    lab.observe("the third client", nameOf(await third.connect_ex(path)));
    lab.observe("the third client, once more", nameOf(await third.connect_ex(path)));
    lab.observe("the third client is connected", await third.getpeername().outcome());
    await listener.accept("conn");
    lab.observe("the third client after an accept", nameOf(await third.connect_ex(path)));

    const hasty = await process.socket("hasty", AF_UNIX);
    await hasty.settimeout(20);
    lab.observe("a client with a timeout", await hasty.connect(path).outcome());
    const patient = await process.socket("patient", AF_UNIX);
    const connecting = await patient.connect(path).blocks();
    await listener.accept("another");
    lab.observe("a client that blocks", await connecting.outcome());

    await server.kill();
    const late = await client("late");
    lab.observe("the server has ended: connect", nameOf(await late.connect_ex(path)));
    const nextServer = await lab.process("next server");
    const next = await nextServer.socket("next", AF_UNIX);
    await next.setOption("SO_REUSEADDR", true);
    lab.observe("the server has ended: bind with SO_REUSEADDR", await next.bind(path).outcome());
    await nextServer.run("unlink(path)", unlink, path);
    lab.observe("after unlink: connect", nameOf(await late.connect_ex(path)));
    lab.observe("after unlink: bind", await next.bind(path).outcome());
  },
});
