import { b } from "bsd-sockets/python";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { nameOf } from "../names.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";

type Inet = RemoteSocket<InetAddress>;

/** A client that does not wait. */
async function nonBlocking(process: RemoteProcess, name: string): Promise<Inet> {
  const made = await process.socket(name);
  await made.setblocking(false);
  return made;
}

/** A listener whose queue has room for one, which is taken: nobody else gets an answer. */
async function fullListener(server: RemoteProcess, client: RemoteProcess): Promise<Inet> {
  const full = await server.socket("full");
  await full.bind(["127.0.0.1", 0]);
  await full.listen(0);
  await (await client.socket("only")).connect(full.address);
  await full.until("its queue is full", (seen) => seen?.receiveQueue === 1);
  return full;
}

export default experiment({
  name: "connect-ex",
  title: "connect_ex, again and again",
  question: "What does connect_ex() say on a non-blocking socket when it is called more than once?",
  prediction: {
    ask: "The first connect_ex() says EINPROGRESS. A moment later the connection is there. What does the second one say?",
    choices: {
      OK: "0: it has worked",
      EISCONN: "EISCONN: the socket is connected already",
      EALREADY: "EALREADY: the first one is still at it",
      EINPROGRESS: "EINPROGRESS again, as long as SO_ERROR is not read",
    },
    observation: "a listener: second",
  },
  expected: {
    linux: {
      "a listener: first": "EINPROGRESS",
      "a listener: second": "OK",
      "a listener: third": "EISCONN",
      "no answer: first": "EINPROGRESS",
      "no answer: second": "EALREADY",
      "no answer: third": "EALREADY",
      "no answer: recv": "EAGAIN",
      "no answer: send": "EAGAIN",
      "no answer: poll": "",
      "a closed port: first": "EINPROGRESS",
      "a closed port: poll": "IN|OUT|ERR|HUP|RDHUP",
      "a closed port: second": "ECONNREFUSED",
      "a closed port: third": "EINPROGRESS",
      "SO_ERROR after a refusal": "ECONNREFUSED",
      "SO_ERROR once more": "OK",
      "then connect_ex": "ECONNABORTED",
      "and once more": "EINPROGRESS",
    },
  },
  explanation: `connect_ex() is connect() that gives the error's number instead of throwing. On a
non-blocking socket it sends the first packet and returns with EINPROGRESS. While the kernel waits
for an answer, poll() says nothing, another connect() says EALREADY, and send() and recv() say
EAGAIN. poll() says OUT when it is over, well or badly.

The outcome is handed over once. The next connect() says 0 if the connection is there, and only the
one after that EISCONN. It says ECONNREFUSED if the connection was refused; then the socket is as
new, and one more call starts again. But SO_ERROR hands over the same error, and takes it away:
after that connect() knows that it has failed and no longer why, and says ECONNABORTED.

So after EINPROGRESS wait for OUT, and then read SO_ERROR, once: 0 means connected. Do not go on
with a socket that could not connect. Linux allows it, but POSIX promises nothing: close it and make
a new one.`,
  manual: ["connect(2)", "socket(7)", "poll(2)"],

  async run(lab) {
    const { server, listener } = await listening(lab);
    const process = await lab.process("client");
    const connect = async (client: Inet, { address }: Inet): Promise<string> =>
      nameOf(await client.connect_ex(address));

    const client = await nonBlocking(process, "client");
    lab.observe("a listener: first", await connect(client, listener));
    await client.untilState("ESTABLISHED");
    lab.observe("a listener: second", await connect(client, listener));
    lab.observe("a listener: third", await connect(client, listener));

    const full = await fullListener(server, process);
    const waiting = await nonBlocking(process, "waiting");
    lab.observe("no answer: first", await connect(waiting, full));
    lab.observe("no answer: second", await connect(waiting, full));
    lab.observe("no answer: third", await connect(waiting, full));
    lab.observe("no answer: recv", await waiting.recv(99).outcome());
    lab.observe("no answer: send", await waiting.send(b`text`).outcome());
    lab.observe("no answer: poll", await waiting.readiness());

    // Bound, so that nobody else has the port, and not listening.
    const closed = await server.socket("closed");
    await closed.bind(["127.0.0.1", 0]);
    const refused = await nonBlocking(process, "refused");
    lab.observe("a closed port: first", await connect(refused, closed));
    await refused.untilReady("ERR");
    lab.observe("a closed port: poll", await refused.readiness());
    lab.observe("a closed port: second", await connect(refused, closed));
    lab.observe("a closed port: third", await connect(refused, closed));
    await refused.untilReady("ERR");
    lab.observe("SO_ERROR after a refusal", nameOf(await refused.getOption("SO_ERROR")));
    lab.observe("SO_ERROR once more", nameOf(await refused.getOption("SO_ERROR")));
    lab.observe("then connect_ex", await connect(refused, closed));
    lab.observe("and once more", await connect(refused, closed));
  },
});
