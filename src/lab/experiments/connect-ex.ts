import { b } from "bsd-sockets/python";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { nameOf } from "../names.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";

type Inet = RemoteSocket<InetAddress>;

/** Makes a non-blocking client socket. */
async function nonBlocking(process: RemoteProcess, name: string): Promise<Inet> {
  const made = await process.socket(name);
  await made.setblocking(false);
  return made;
}

/** Makes a listener whose queue is full, so that further clients get no answer. */
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
  title: "Calling connect_ex() again",
  question:
    "What does connect_ex() return when you call it more than once on a non-blocking socket?",
  prediction: {
    ask: "The first connect_ex() returns EINPROGRESS. A moment later the connection is established. What does the second call return?",
    choices: {
      OK: "0: the connection has succeeded",
      EISCONN: "EISCONN: the socket is already connected",
      EALREADY: "EALREADY: the first call is still in progress",
      EINPROGRESS: "EINPROGRESS again, until SO_ERROR is read",
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
      "connect_ex after SO_ERROR": "ECONNABORTED",
      "connect_ex once more": "EINPROGRESS",
    },
  },
  explanation: `connect_ex() is like connect(), but returns the error number instead of throwing. On a
non-blocking socket it sends the first packet and returns EINPROGRESS. While the kernel waits for an
answer, poll() reports nothing, another connect() fails with EALREADY, and send() and recv() fail with
EAGAIN. When the attempt has succeeded or failed, poll() reports OUT.

The kernel reports the result once. If the connection was established, the next connect() returns 0, and
only the one after that fails with EISCONN. If it was refused, the next connect() fails with ECONNREFUSED;
after that the socket is as good as new, and one more call starts another attempt. SO_ERROR returns the
same error and clears it. Then connect() only knows that the attempt has failed, not why, and fails with
ECONNABORTED.

So after EINPROGRESS, wait for OUT and then read SO_ERROR once: 0 means connected. Do not reuse a socket
whose connect() has failed. Linux allows it, but POSIX guarantees nothing: close it and make a new one.`,
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

    // Bound but not listening, so that no other program listens on the port.
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
    lab.observe("connect_ex after SO_ERROR", await connect(refused, closed));
    lab.observe("connect_ex once more", await connect(refused, closed));
  },
});
