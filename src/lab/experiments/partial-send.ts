import { POLLOUT, poll } from "bsd-sockets/select";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

const SIZE = 1_000_000;
const message = Buffer.from(Array.from({ length: SIZE }, (_, index) => index % 251));

/** In the client: sends the rest of the message, as much at a time as fits. Returns the number of sends. */
export function sendRest({ socket }: Inside, sent: number): number {
  const client = socket("client");
  const poller = poll();
  poller.register(client, POLLOUT);
  let sends = 0;
  for (; sent < SIZE; sends++) {
    poller.poll();
    sent += client.send(message.subarray(sent));
  }
  return sends;
}

/** In the server: receives `count` bytes, and returns whether they are the start of the message. */
export function receive({ socket }: Inside, count: number): boolean {
  const parts: Buffer[] = [];
  for (let left = count; left > 0; left -= parts.at(-1)!.length)
    parts.push(socket("conn").recv(Math.min(left, 65_536)));
  return Buffer.concat(parts).equals(message.subarray(0, count));
}

/** In the client: handles SIGUSR2, which would end the process otherwise. */
export function handleSignal(): void {
  process.on("SIGUSR2", () => undefined);
}

/** How much of the message a send has accepted. */
function share(sent: number): string {
  return sent === SIZE ? "all" : sent > 0 ? "a part" : "nothing";
}

export default experiment({
  name: "partial-send",
  title: "send() may send only a part",
  question: "A message is larger than the buffers. What does send() do with it?",
  prediction: {
    ask: "A program sends a million bytes at once on a non-blocking socket. The buffers hold less. What does send() return?",
    choices: {
      "a part": "a smaller number: as much as fits",
      all: "a million: the kernel keeps the rest for later",
      EAGAIN: "EAGAIN: the message does not fit, and nothing is sent",
      EMSGSIZE: "EMSGSIZE: the message is too long",
    },
    observation: "non-blocking: one send accepts",
  },
  expected: {
    linux: {
      "non-blocking: one send accepts": "a part",
      "non-blocking: the rest took more than one send": true,
      "non-blocking: the message arrives complete": true,
      "blocking: one send accepts": "all",
      "blocking, interrupted by a signal: one send accepts": "a part",
      "sendall with a timeout, the peer does not read": "TimeoutError",
      "a part of it has been sent anyway": true,
    },
  },
  explanation: `send() copies bytes into the socket's buffer and returns how many. The kernel does not
keep the rest: your program must send it later, from where the last send() stopped. If you ignore the
result, the rest is lost without an error. A non-blocking send() accepts what fits now, and fails with
EAGAIN only if nothing fits. So the loop is: wait until poll() reports OUT, send what is left, subtract
the result.

A blocking send() sleeps until everything has been copied, so it almost always returns the whole length.
The exception: a signal that arrives while it sleeps ends the call, and since a part has already been
copied, the call returns the length of that part and not EINTR. So you need the loop even here. sendall()
is that loop.

sendall() has one weakness. If it fails, because of a timeout or a reset, you do not know how much was
sent, and the peer may have received a part of the message. Do not send it again on the same connection:
close the connection. And a successful send() never means that the peer's program has received anything.
The bytes are in a kernel's buffer, yours or the peer's; only an answer from the peer proves more.`,
  manual: ["send(2)", "tcp(7)", "signal(7)"],
  needs: ["/proc"],

  async run(lab) {
    const { server, clientProcess, client, conn } = await connection(lab);
    // Without a fixed size, the kernel would grow the buffers.
    await client.setOption("SO_SNDBUF", 50_000);
    await conn.setOption("SO_RCVBUF", 50_000);
    await client.setblocking(false);
    const taken = await client.send(message);
    lab.note(`one send accepted ${taken} of ${SIZE} bytes`);
    lab.observe("non-blocking: one send accepts", share(taken));
    const receiving = server.run("conn.recv() until all has arrived", receive, SIZE);
    const sends = await clientProcess.run(
      "send the rest, waiting for OUT each time",
      sendRest,
      taken,
    );
    lab.note(`the rest took ${sends} sends`);
    lab.observe("non-blocking: the rest took more than one send", sends > 1);
    lab.observe("non-blocking: the message arrives complete", await receiving);

    await client.setblocking(true);
    const sending = await client.send(message).blocks();
    await server.run("conn.recv() until all has arrived", receive, SIZE);
    lab.observe("blocking: one send accepts", share(await sending.returns()));

    await clientProcess.run("process.on(SIGUSR2, …)", handleSignal);
    const interrupted = await client.send(message).blocks();
    await clientProcess.signal("SIGUSR2");
    const before = await interrupted.returns();
    lab.observe("blocking, interrupted by a signal: one send accepts", share(before));
    await server.run("conn.recv() until that part has arrived", receive, before);

    await client.settimeout(0.2);
    lab.observe(
      "sendall with a timeout, the peer does not read",
      await client.sendall(message).outcome(),
    );
    const { receiveQueue } = (await conn.seen())!;
    lab.observe("a part of it has been sent anyway", (receiveQueue ?? 0) > 0);
  },
});
