import { readFileSync } from "node:fs";

import { AF_UNIX, getOption, SOCK_DGRAM, SOCK_STREAM, socketpair } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { fill } from "../agent/perform.ts";
import { experiment } from "../experiment.ts";
import type { Step } from "../remote/step.ts";
import { listening } from "../scenes.ts";
import { until } from "../until.ts";

const limits = { SO_SNDBUF: "wmem_max", SO_RCVBUF: "rmem_max" } as const;
const MOST_TRIES = 10;
const kinds = { SOCK_STREAM, SOCK_DGRAM } as const;

/** The number in one of the kernel's files of settings. */
function setting(name: string): number {
  return Number(readFileSync(`/proc/sys/net/core/${name}`, "utf8"));
}

/** In a process: how many sends of one size a pair of AF_UNIX sockets takes that nobody reads from. */
export function sendsThatFit(_inside: Inside, type: number, size: number): number {
  const [left, right] = socketpair(AF_UNIX, type);
  left.setblocking(false);
  const { sends } = fill(left, size);
  left.close();
  right.close();
  return sends;
}

/** In the client: sends until both buffers are full; how many bytes that took. */
export async function bytesThatFit({ socket }: Inside, size: number): Promise<number> {
  const sender = socket("sender");
  let total = 0;
  await until("both buffers are full", () => {
    const { bytes } = fill(sender, size);
    total += bytes;
    // What was sent has been taken in, and the window is closed for the rest.
    return bytes === 0 && getOption(sender, "TCP_INFO").tcpi_unacked === 0;
  });
  return total;
}

/** How a number compares with another one. */
function compared(number: number, other: number): string {
  if (number === other) return "as many";
  return number < other ? "fewer" : "more";
}

export default experiment({
  name: "buffer-arithmetic",
  title: "How much fits into a buffer",
  question: "A program asks for a buffer of 50000 bytes. How large is it, and how much fits in?",
  prediction: {
    ask: "Nobody reads. An AF_UNIX stream takes a few hundred sends of one byte each before EAGAIN. How many sends of 100 bytes does it take?",
    choices: {
      fewer: "about a hundredth of that: a buffer holds so many bytes",
      "as many": "just as many",
      more: "more: larger pieces are packed better",
    },
    observation: "AF_UNIX, SOCK_STREAM, beside sends of 1 byte: sends of 100",
  },
  expected: {
    linux: {
      "SO_SNDBUF: what 50000 becomes": 100_000,
      "SO_SNDBUF: 0 gives a buffer all the same": true,
      "SO_SNDBUF: 0 and 1 are the same": true,
      "SO_SNDBUF: a gigabyte becomes twice the limit": true,
      "SO_RCVBUF: what 50000 becomes": 100_000,
      "SO_RCVBUF: 0 gives a buffer all the same": true,
      "SO_RCVBUF: 0 and 1 are the same": true,
      "SO_RCVBUF: a gigabyte becomes twice the limit": true,
      "AF_UNIX, SOCK_STREAM, beside sends of 1 byte: sends of 100": "as many",
      "AF_UNIX, SOCK_STREAM, beside sends of 1 byte: sends of 10000": "fewer",
      "AF_UNIX, SOCK_DGRAM, beside sends of 1 byte: sends of 100": "as many",
      "AF_UNIX, SOCK_DGRAM, beside sends of 1 byte: sends of 10000": "fewer",
      "TCP: bytes in sends of 100, beside those in sends of 10000": "fewer",
    },
  },
  explanation: `Socket buffers are a budget for the kernel's memory, not a box of so many bytes. Every
piece of data is kept in a block with its own bookkeeping, and what is counted is the whole block. This
is why the kernel doubles the number that it is asked for, and says the doubled number when it is asked
for it again: half of it is meant for bookkeeping. A floor keeps the socket usable, and wmem_max or
rmem_max in /proc/sys/net/core keeps programs from asking for too much. Neither is an error: setsockopt()
says nothing, so read the option back if it matters.

An AF_UNIX socket shows it best. Each send is a block of its own, and one byte takes as large a block as
a hundred. So the buffer is full after so many sends, not after so many bytes. TCP does not even have a
fixed number of sends. A write that leaves at once keeps a block for itself, so the same buffers hold
less in sends of 100 bytes than in sends of 10000. Writes that have to wait are joined and share a block.
So it depends on the sizes and on the moment.

For a program it follows that there is no number of bytes that is sure to fit. Send until EAGAIN, or let
send() block, and write large pieces rather than many small ones. Over TCP it is mostly best not to set
the sizes at all: left alone, the kernel adjusts them to the connection, and setting one ends that.`,
  manual: ["socket(7)", "unix(7)", "tcp(7)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener } = await listening(lab);
    for (const option of ["SO_SNDBUF", "SO_RCVBUF"] as const) {
      const sizeFor = async (asked: number): Promise<number> => {
        await listener.setOption(option, asked);
        return await listener.getOption(option);
      };
      lab.observe(`${option}: what 50000 becomes`, await sizeFor(50_000));
      const least = await sizeFor(0);
      lab.observe(`${option}: 0 gives a buffer all the same`, least > 1000);
      lab.observe(`${option}: 0 and 1 are the same`, least === (await sizeFor(1)));
      const most = await sizeFor(2 ** 30);
      const isTwice = most === 2 * setting(limits[option]);
      lab.observe(`${option}: a gigabyte becomes twice the limit`, isTwice);
    }

    const client = await lab.process("client");
    for (const kind of ["SOCK_STREAM", "SOCK_DGRAM"] as const) {
      const fits = (size: number): Step<number> => {
        const words = `AF_UNIX, ${kind}: how many sends of ${size}, until EAGAIN`;
        return client.run(words, sendsThatFit, kinds[kind], size);
      };
      const single = await fits(1);
      const beside = `AF_UNIX, ${kind}, beside sends of 1 byte` as const;
      lab.observe(`${beside}: sends of 100`, compared(await fits(100), single));
      lab.observe(`${beside}: sends of 10000`, compared(await fits(10_000), single));
    }

    await listener.setOption("SO_RCVBUF", 20_000);
    const filled = async (size: number): Promise<number> => {
      const sender = await client.socket("sender");
      await sender.setOption("SO_SNDBUF", 20_000);
      // Each send is a segment of its own.
      await sender.setOption("TCP_NODELAY", true);
      await sender.connect(listener.address);
      const conn = await listener.accept("conn");
      await sender.setblocking(false);
      const bytes = await client.run(
        `sender.send() of ${size}, until all is full`,
        bytesThatFit,
        size,
      );
      await sender.close();
      await conn.close();
      return bytes;
    };
    let [small, large] = [await filled(100), await filled(10_000)];
    // When the client is interrupted, small writes wait together and share their blocks.
    for (let tries = 1; small >= large && tries < MOST_TRIES; tries++)
      [small, large] = [await filled(100), await filled(10_000)];
    lab.observe(
      "TCP: bytes in sends of 100, beside those in sends of 10000",
      compared(small, large),
    );
  },
});
