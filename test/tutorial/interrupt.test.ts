import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";

import { describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { search } from "../support/message.ts";
import { answerOf, startPeer } from "../support/peers.ts";
import { fileOf, root, type Running, start } from "../support/programs.ts";
import { newSeed, randomFrom } from "../support/random.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const LONGEST_DELAY = 6;
const AT_ONCE = 4;
const seed = newSeed();
const random = randomFrom(seed);

/**
 * Waits for a random time, so that the signal arrives at any point of what the program does next.
 */
async function someMoment(): Promise<void> {
  const end = performance.now() + random() * LONGEST_DELAY;
  while (performance.now() < end) await nextTurn();
}

/** Echo clients that send as soon as something comes back. */
async function echoLoad(port: number): Promise<Client[]> {
  const clients = await Promise.all(Array.from({ length: 4 }, () => Client.to(port)));
  for (const client of clients) {
    client.socket.on("data", (bytes) => {
      client.send(bytes);
    });
    client.send("x".repeat(500));
  }
  return clients;
}

/** Clients that send a request, and the next one after each response. */
async function requestLoad(port: number): Promise<Client[]> {
  const clients: Client[] = [];
  const ask = async (): Promise<void> => {
    const client = await Client.to(port);
    clients.push(client);
    client.send(search("ring"));
    client.socket.once("end", () => {
      client.end();
      // The server may be gone by now.
      ask().catch(() => undefined);
    });
  };
  await Promise.all([ask(), ask()]);
  return clients;
}

/** How a program reaches the moment to be interrupted. */
interface Scene {
  title: string;
  times: number;
  /** Starts it, and waits until it is ready. */
  begin(): Promise<[Running, Client[]]>;
  /** True if it has no handler of its own. */
  dies?: true;
}

function server(name: string, load?: (port: number) => Promise<Client[]>): Scene["begin"] {
  return async () => {
    const program = start(name, HOST, 0);
    const port = await program.port();
    return [program, (await load?.(port)) ?? []];
  };
}

/** A client of a server that does not respond. */
function client(name: string, line: RegExp, ...parameters: (string | number)[]): Scene["begin"] {
  return async () => {
    const program = start(name, HOST, await silentPort(), ...parameters);
    await program.prints(line);
    return [program, []];
  };
}

let silent: Running | undefined;

async function silentPort(): Promise<number> {
  // It accepts, and never receives.
  silent ??= start("app-server-test", HOST, 0);
  return await silent.port();
}

const scenes: Scene[] = [
  { title: "echo-server in accept", times: 30, begin: server("echo-server"), dies: true },
  {
    title: "echo-server in recv",
    times: 30,
    dies: true,
    begin: async () => {
      const [program, clients] = await server("echo-server", async (port) => [
        await Client.to(port),
      ])();
      await program.prints(/^Connected by/mu);
      return [program, clients];
    },
  },
  { title: "multiconn-server, idle", times: 30, begin: server("multiconn-server") },
  { title: "multiconn-server, busy", times: 30, begin: server("multiconn-server", echoLoad) },
  { title: "app-server, idle", times: 30, begin: server("app-server") },
  { title: "app-server, busy", times: 30, begin: server("app-server", requestLoad) },
  { title: "app-server-test", times: 20, begin: server("app-server-test") },
  {
    title: "a waiting multiconn-client",
    times: 15,
    begin: client("multiconn-client", /^Sending b'Message 2.* connection 2$/mu, 2),
  },
  {
    title: "a waiting app-client",
    times: 15,
    begin: client("app-client", /^Sending/mu, "search", "ring"),
  },
  {
    title: "a waiting app-client-test",
    times: 10,
    begin: client("app-client-test", /^BlockingIOError/mu, "binary", "test"),
  },
];

async function interruptOnce(scene: Scene): Promise<void> {
  const [program, clients] = await scene.begin();
  await using running = program;
  await someMoment();
  running.child.kill("SIGINT");
  const status = await running.ends();
  await Promise.all(clients.map((one) => one.close()));
  const told = `seed ${seed}\n${running.stdout.slice(-1000)}\n${running.stderr}`;
  if (scene.dies) {
    assert.equal(status, "SIGINT", told);
    assert.match(running.stderr, /^KeyboardInterrupt/mu, told);
  } else {
    assert.equal(status, 0, told);
    assert.equal(running.lines.at(-1), "Caught keyboard interrupt, exiting", told);
    assert.doesNotMatch(running.stderr, /Error|Interrupt/u, told);
  }
}

describe(`SIGINT at random moments (seed ${seed})`, { timeout: 280_000 }, () => {
  for (const scene of scenes) {
    test(`${scene.title}, ${scene.times} times`, async () => {
      let left = scene.times;
      const lane = async (): Promise<void> => {
        while (left-- > 0) await interruptOnce(scene);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    });
  }

  test("ends what the clients waited for", async () => {
    silent?.child.kill("SIGINT");
    if (silent !== undefined) assert.equal(await silent.ends(), 0);
  });
});

describe(`Ctrl-C in a terminal (seed ${seed})`, { timeout: 280_000, concurrent: true }, () => {
  const handled = { status: 0, printed: "Caught keyboard interrupt, exiting" };
  const dies = { status: -2, printed: "KeyboardInterrupt" };
  const main = `${root}dist/cli/main.js`;
  for (const [title, words, times, expected] of [
    ["echo-server", [fileOf("echo-server"), HOST, "0"], 25, dies],
    ["multiconn-server", [fileOf("multiconn-server"), HOST, "0"], 25, handled],
    ["app-server", [fileOf("app-server"), HOST, "0"], 25, handled],
    ["app-server-test", [fileOf("app-server-test"), HOST, "0"], 15, handled],
    ["the command, multiconn-server", [main, "multiconn-server", HOST, "0"], 10, handled],
  ] as const) {
    test(`${title}, ${times} times`, async () => {
      const command = [process.execPath, ...words];
      await using harness = startPeer("interrupt_in_terminal", times, seed, {
        command,
        ...expected,
      });
      const failures = await answerOf<unknown[]>(harness);
      assert.deepEqual(failures, [], `seed ${seed}`);
    });
  }
});
