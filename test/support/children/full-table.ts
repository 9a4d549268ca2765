// Accepts when its table of descriptors is full, and prints what comes of it. Run with a low limit.

import { writeSync } from "node:fs";

import * as socket from "bsd-sockets/socket";

import { eventsOf, outcome, untilReadable } from "../kernel.ts";
import { connectTo, listen } from "../sockets.ts";

const listener = listen();
listener.setblocking(false);
const kept: socket.Socket[] = [connectTo(listener)];
untilReadable(listener);

while (outcome(() => kept.push(socket.socket())) === "OK");

const results: string[] = [];
const accept = (): void => {
  const result = outcome(() => kept.push(listener.accept()[0]));
  results.push(`${result} ${eventsOf(listener)}`);
};
accept();
accept();
kept.pop()!.close();
accept(); // It takes the only place, and the only connection.
accept();
kept.pop()!.close();
accept();
writeSync(1, `${JSON.stringify(results)}\n`);
