// Times single calls of the socket and selectors layer, in nanoseconds. The cases are those of
// native/bench/calls.c, in the same order.

import { EISCONN } from "bsd-sockets/errno";
import { BlockingIOError } from "bsd-sockets/errors";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { BURST, type Case, measureCases, MESSAGE } from "./call-batches.ts";

const { EVENT_READ, EVENT_WRITE } = selectors;
const message = Buffer.alloc(MESSAGE);
const [sender, receiver] = socket.socketpair();
sender.setblocking(false);
receiver.setblocking(false);

function send(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) good += Number(sender.send(message) === MESSAGE);
  return good;
}

function recv(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) good += Number(receiver.recv(MESSAGE).length === MESSAGE);
  return good;
}

function blockingIOError(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    try {
      receiver.recv(MESSAGE);
    } catch (error) {
      if (error instanceof BlockingIOError) good++;
    }
  }
  return good;
}

const listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
listener.bind(["127.0.0.1", 0]);
listener.listen(2 * BURST);
const address = listener.getsockname();
const connected = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
connected.connect(address);
const [other] = listener.accept();
listener.setblocking(false);
connected.setblocking(false);

// A connection that is closed with a reset leaves no TIME_WAIT.
const RESET = new Int32Array([1, 0]);
let connections: socket.Socket[] = [];

function connect(): number {
  for (let i = 0; i < BURST; i++) {
    const connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET);
    connection.connect(address);
    connections.push(connection);
  }
  return BURST;
}

function accept(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    const [connection, peer] = listener.accept();
    connections.push(connection);
    good += Number(peer !== null);
  }
  return good;
}

function close(): number {
  for (const connection of connections) connection.close();
  connections = [];
  return BURST;
}

function setsockopt(): number {
  for (let i = 0; i < BURST; i++) sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  return BURST;
}

function getsockopt(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) === 0);
  }
  return good;
}

function connectEx(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) good += Number(connected.connect_ex(address) === EISCONN);
  return good;
}

function nothing(Selector: selectors.SelectorClass | undefined, name: string): Case[] {
  if (Selector === undefined) return [];
  const selector = new Selector();
  selector.register(receiver, EVENT_READ);
  const run = (): number => {
    let good = 0;
    for (let i = 0; i < BURST; i++) good += Number(selector.select(0).length === 0);
    return good;
  };
  return [{ phases: [{ name, run }] }];
}

const selector = new selectors.DefaultSelector<number>();
const watched = Array.from({ length: BURST / 2 }, () => socket.socketpair()).flat();
let data = 0;

function register(): number {
  for (const one of watched) selector.register(one, EVENT_READ, data);
  return watched.length;
}

function modify(): number {
  for (const one of watched) selector.modify(one, EVENT_READ | EVENT_WRITE, data);
  return watched.length;
}

function modifyData(): number {
  data++;
  for (const one of watched) selector.modify(one, EVENT_READ | EVENT_WRITE, data);
  return watched.length;
}

function unregister(): number {
  for (const one of watched) selector.unregister(one);
  return watched.length;
}

measureCases([
  {
    phases: [
      { name: "send", run: send },
      { name: "recv", run: recv },
    ],
  },
  { phases: [{ name: "blockingIOError", run: blockingIOError }] },
  { phases: [{ run: connect }, { name: "accept", run: accept }, { run: close }], share: 8 },
  { phases: [{ name: "setsockopt", run: setsockopt }] },
  { phases: [{ name: "getsockopt", run: getsockopt }] },
  { phases: [{ name: "connectEx", run: connectEx }] },
  ...nothing(selectors.EpollSelector, "epollNothing"),
  ...nothing(selectors.PollSelector, "pollNothing"),
  ...nothing(selectors.SelectSelector, "selectNothing"),
  {
    phases: [
      { name: "register", run: register },
      { name: "modify", run: modify },
      // The mask is already set by the phase before.
      { name: "modifySame", run: modify },
      { name: "modifyData", run: modifyData },
      { name: "unregister", run: unregister },
    ],
  },
]);
for (const one of [sender, receiver, listener, connected, other, ...watched]) one.close();
