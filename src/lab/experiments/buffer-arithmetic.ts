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

/** Reads one of the kernel's network settings. */
function setting(name: string): number {
  return Number(readFileSync(`/proc/sys/net/core/${name}`, "utf8"));
}

/** In a process: how many sends of `size` bytes fit into an AF_UNIX socket pair that nobody reads. */
export function sendsThatFit(_inside: Inside, type: number, size: number): number {
  const [left, right] = socketpair(AF_UNIX, type);
  left.setblocking(false);
  const { sends } = fill(left, size);
  left.close();
  right.close();
  return sends;
}

/** In the client: sends until both buffers are full, and returns the number of bytes sent. */
export async function bytesThatFit({ socket }: Inside, size: number): Promise<number> {
  const sender = socket("sender");
  let total = 0;
  await until("both buffers are full", () => {
    const { bytes } = fill(sender, size);
    total += bytes;
    // All sent bytes are acknowledged, and the peer's window is closed.
    return bytes === 0 && getOption(sender, "TCP_INFO").tcpi_unacked === 0;
  });
  return total;
}

/** Compares two numbers. */
function compared(number: number, other: number): string {
  if (number === other) return "as many";
  return number < other ? "fewer" : "more";
}

export default experiment({
  name: "buffer-arithmetic",
  title: "How much fits into a buffer",
  question:
    "A program asks for a buffer of 50000 bytes. How large does it become, and how much fits?",
  prediction: {
    ask: "Nobody reads. An AF_UNIX stream accepts a few hundred sends of one byte each before EAGAIN. How many sends of 100 bytes does it accept?",
    choices: {
      fewer: "about a hundredth as many: a buffer holds a number of bytes",
      "as many": "exactly as many",
      more: "more: larger pieces are packed better",
    },
    observation: "AF_UNIX, SOCK_STREAM: sends of 100 bytes, compared with 1 byte",
  },
  expected: {
    linux: {
      "SO_SNDBUF: 50000 becomes": 100_000,
      "SO_SNDBUF: 0 still leaves a usable buffer": true,
      "SO_SNDBUF: 0 and 1 have the same effect": true,
      "SO_SNDBUF: a gigabyte becomes twice the limit": true,
      "SO_RCVBUF: 50000 becomes": 100_000,
      "SO_RCVBUF: 0 still leaves a usable buffer": true,
      "SO_RCVBUF: 0 and 1 have the same effect": true,
      "SO_RCVBUF: a gigabyte becomes twice the limit": true,
      "AF_UNIX, SOCK_STREAM: sends of 100 bytes, compared with 1 byte": "as many",
      "AF_UNIX, SOCK_STREAM: sends of 10000 bytes, compared with 1 byte": "fewer",
      "AF_UNIX, SOCK_DGRAM: sends of 100 bytes, compared with 1 byte": "as many",
      "AF_UNIX, SOCK_DGRAM: sends of 10000 bytes, compared with 1 byte": "fewer",
      "TCP: bytes that fit in sends of 100, compared with sends of 10000": "fewer",
    },
  },
  explanation: `A buffer size is a budget for kernel memory, not a number of payload bytes. The kernel
keeps data in blocks with their own bookkeeping, and it counts the whole block. That is why it doubles the
number that you ask for, and returns the doubled number when you read the option: half of it is meant for
bookkeeping. A minimum keeps the socket usable, and wmem_max or rmem_max in /proc/sys/net/core limits what
a program can ask for. Exceeding a limit is not an error: setsockopt() succeeds, so read the option back
if the size matters.

An AF_UNIX socket shows it best. Each send takes a block of its own, and the block for one byte is as
large as the block for a hundred. So the buffer is full after a number of sends, not after a number of
bytes. For TCP not even the number of sends is fixed. A write that is sent at once keeps a block to
itself, so the same buffers hold fewer bytes in sends of 100 bytes than in sends of 10000. Writes that
have to wait are merged and share a block. So the result depends on sizes and timing.

This means that there is no number of bytes that is certain to fit. Send until EAGAIN, or let send()
block, and write large pieces rather than many small ones. For TCP it is usually best not to set the sizes
at all: by default the kernel adjusts them to the connection, and setting a size turns that off.`,
  manual: ["socket(7)", "unix(7)", "tcp(7)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener } = await listening(lab);
    for (const option of ["SO_SNDBUF", "SO_RCVBUF"] as const) {
      const sizeFor = async (asked: number): Promise<number> => {
        await listener.setOption(option, asked);
        return await listener.getOption(option);
      };
      lab.observe(`${option}: 50000 becomes`, await sizeFor(50_000));
      const least = await sizeFor(0);
      lab.observe(`${option}: 0 still leaves a usable buffer`, least > 1000);
      lab.observe(`${option}: 0 and 1 have the same effect`, least === (await sizeFor(1)));
      const most = await sizeFor(2 ** 30);
      const isTwice = most === 2 * setting(limits[option]);
      lab.observe(`${option}: a gigabyte becomes twice the limit`, isTwice);
    }

    const client = await lab.process("client");
    for (const kind of ["SOCK_STREAM", "SOCK_DGRAM"] as const) {
      const fits = (size: number): Step<number> => {
        const words = `AF_UNIX, ${kind}: the number of sends of ${size} bytes until EAGAIN`;
        return client.run(words, sendsThatFit, kinds[kind], size);
      };
      const single = await fits(1);
      for (const size of [100, 10_000] as const)
        lab.observe(
          `AF_UNIX, ${kind}: sends of ${size} bytes, compared with 1 byte`,
          compared(await fits(size), single),
        );
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
        `sender.send() of ${size} bytes until both buffers are full`,
        bytesThatFit,
        size,
      );
      await sender.close();
      await conn.close();
      return bytes;
    };
    let [small, large] = [await filled(100), await filled(10_000)];
    // If the client is preempted, small writes queue up and share blocks.
    for (let tries = 1; small >= large && tries < MOST_TRIES; tries++)
      [small, large] = [await filled(100), await filled(10_000)];
    lab.observe(
      "TCP: bytes that fit in sends of 100, compared with sends of 10000",
      compared(small, large),
    );
  },
});
