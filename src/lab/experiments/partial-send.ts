import { POLLOUT, poll } from "bsd-sockets/select";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

const SIZE = 1_000_000;
const message = Buffer.from(Array.from({ length: SIZE }, (_, index) => index % 251));

/** In the client: sends what is left of the message, as much at a time as fits; in how many sends. */
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

/** In the server: receives so many bytes; whether they are those of the message, in their order. */
export function receive({ socket }: Inside, count: number): boolean {
  const parts: Buffer[] = [];
  for (let left = count; left > 0; left -= parts.at(-1)!.length)
    parts.push(socket("conn").recv(Math.min(left, 65_536)));
  return Buffer.concat(parts).equals(message.subarray(0, count));
}

/** In the client: a handler for SIGUSR2, which would end the process otherwise. */
export function handleSignal(): void {
  process.on("SIGUSR2", () => undefined);
}

/** How much of the message a send has taken. */
function share(sent: number): string {
  return sent === SIZE ? "all" : sent > 0 ? "a part" : "nothing";
}

export default experiment({
  name: "partial-send",
  title: "send() takes a part",
  question: "A message is larger than the buffers. What does send() do with it?",
  prediction: {
    ask: "On a non-blocking socket a program sends a million bytes at once. The buffers hold less. What does send() give?",
    choices: {
      "a part": "a smaller number: as much as fits",
      all: "a million: the kernel keeps the rest for later",
      EAGAIN: "EAGAIN: it does not fit, and nothing is sent",
      EMSGSIZE: "EMSGSIZE: the message is too long",
    },
    observation: "non-blocking: one send takes",
  },
  expected: {
    linux: {
      "non-blocking: one send takes": "a part",
      "non-blocking: the rest took more than one send": true,
      "non-blocking: what arrives is the message": true,
      "blocking: one send takes": "all",
      "blocking, a signal in its sleep: one send takes": "a part",
      "sendall with a timeout, nobody receives": "TimeoutError",
      "a part of it has gone all the same": true,
    },
  },
  explanation: `send() copies bytes into the socket's buffer, and its result says how many. What does not
fit is not the kernel's business: it is still with the program, which must send it later, from where the
last send() stopped. Who ignores the result loses the rest without an error. A non-blocking send() takes
what fits now, and fails with EAGAIN only when nothing does. The loop is: wait until poll() says OUT,
send what is left, subtract the result.

A blocking send() sleeps until all of it has been copied, so its result is nearly always the whole
length. Nearly: a signal that comes in its sleep ends it, and as a part has been taken by then, the call
gives the length of that part and not EINTR. So even here a program needs the loop. sendall() is that
loop.

sendall() has one weakness. When it fails, by a timeout or a reset, nobody knows how much has gone, and a
part of the message may be with the peer. Do not send it again on the same connection: close it. And of
all this nothing says that the peer's program has received anything. The bytes are in the kernel's
buffers, here or there; only an answer tells.`,
  manual: ["send(2)", "tcp(7)", "signal(7)"],
  needs: ["/proc"],

  async run(lab) {
    const { server, clientProcess, client, conn } = await connection(lab);
    // Left alone, buffers grow as they are used.
    await client.setOption("SO_SNDBUF", 50_000);
    await conn.setOption("SO_RCVBUF", 50_000);
    await client.setblocking(false);
    const taken = await client.send(message);
    lab.note(`one send took ${taken} of ${SIZE} bytes`);
    lab.observe("non-blocking: one send takes", share(taken));
    const receiving = server.run("conn.recv() until all has come", receive, SIZE);
    const sends = await clientProcess.run(
      "send the rest, each time poll says OUT",
      sendRest,
      taken,
    );
    lab.note(`the rest took ${sends} sends`);
    lab.observe("non-blocking: the rest took more than one send", sends > 1);
    lab.observe("non-blocking: what arrives is the message", await receiving);

    await client.setblocking(true);
    const sending = await client.send(message).blocks();
    await server.run("conn.recv() until all has come", receive, SIZE);
    lab.observe("blocking: one send takes", share(await sending.returns()));

    await clientProcess.run("process.on(SIGUSR2, …)", handleSignal);
    const interrupted = await client.send(message).blocks();
    await clientProcess.signal("SIGUSR2");
    const before = await interrupted.returns();
    lab.observe("blocking, a signal in its sleep: one send takes", share(before));
    await server.run("conn.recv() until that has come", receive, before);

    await client.settimeout(0.2);
    lab.observe("sendall with a timeout, nobody receives", await client.sendall(message).outcome());
    const { receiveQueue } = (await conn.seen())!;
    lab.observe("a part of it has gone all the same", (receiveQueue ?? 0) > 0);
  },
});
