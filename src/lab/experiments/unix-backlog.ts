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
  title: "AF_UNIX: full queues and leftover paths",
  question:
    "The address of a socket is a path. What changes when the server does not accept, and when it has ended?",
  prediction: {
    ask: "A server has called listen(1) and does not accept. Two clients are connected and fill the queue. A third client is non-blocking. What does its connect_ex() return?",
    choices: {
      EINPROGRESS: "EINPROGRESS: the kernel goes on by itself, as with TCP",
      EAGAIN: "EAGAIN: not now, try again",
      ECONNREFUSED: "ECONNREFUSED: there is no room",
      OK: "0: the kernel makes room",
    },
    observation: "the third client",
  },
  expected: {
    linux: {
      "a path that does not exist": "ENOENT",
      "the first client": "OK",
      "the second client": "OK",
      "the third client": "EAGAIN",
      "the third client again": "EAGAIN",
      "getpeername of the third client": "ENOTCONN",
      "the third client after an accept": "OK",
      "a client with a timeout": "EAGAIN",
      "a blocking client, after an accept": "OK",
      "the server has ended: connect": "ECONNREFUSED",
      "the server has ended: bind with SO_REUSEADDR": "EADDRINUSE",
      "after unlink: connect": "ENOENT",
      "after unlink: bind": "OK",
    },
  },
  explanation: `An AF_UNIX connection needs no network. connect() puts the client straight into the
listener's queue. When it returns, that has either happened or failed: nothing can be in progress. If the
queue is full (it holds one more than passed to listen(), as with TCP), a blocking connect() sleeps until
accept() makes room, and a non-blocking one fails with EAGAIN. After EINPROGRESS you would wait until
poll() reports OUT. After EAGAIN that is useless, because the socket is not in any queue. For the same
reason settimeout() does not help: it makes the socket non-blocking, and only waits after EINPROGRESS. Try
again a little later, or use a blocking connect(); the option SO_SNDTIMEO limits how long it sleeps.

The address is a file. bind() creates it, and only unlink() removes it: neither close() nor the end of the
process does. Connecting to a leftover path fails: ECONNREFUSED means that the path exists but no socket
is listening, ENOENT means that the path does not exist. The next server finds the path in use, and
SO_REUSEADDR does not change that, because it only applies to ports. So a server should first try to
connect; if that is refused, it can remove the path and bind it again. Or it can bind a name that is not a
file: an abstract name of Linux, which starts with a zero byte and disappears with its socket.`,
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
    lab.observe("a path that does not exist", nameOf(await first.connect_ex(path)));
    const listener = await server.socket("listener", AF_UNIX);
    await listener.bind(path);
    await listener.listen(1);
    lab.observe("the first client", nameOf(await first.connect_ex(path)));
    const second = await client("second");
    lab.observe("the second client", nameOf(await second.connect_ex(path)));
    const third = await client("third");
    lab.observe("the third client", nameOf(await third.connect_ex(path)));
    lab.observe("the third client again", nameOf(await third.connect_ex(path)));
    lab.observe("getpeername of the third client", await third.getpeername().outcome());
    await listener.accept("conn");
    lab.observe("the third client after an accept", nameOf(await third.connect_ex(path)));

    const hasty = await process.socket("hasty", AF_UNIX);
    await hasty.settimeout(20);
    lab.observe("a client with a timeout", await hasty.connect(path).outcome());
    const patient = await process.socket("patient", AF_UNIX);
    const connecting = await patient.connect(path).blocks();
    await listener.accept("another");
    lab.observe("a blocking client, after an accept", await connecting.outcome());

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
