/**
 * The ring of socket pairs with this package's selectors: see `native/bench/ring.c`, and `ring-options.h`
 * for the options. It uses the API as a typical program would: a key's data is a callback.
 */

import { parseArgs } from "node:util";

import { OSError } from "bsd-sockets/errors";
import { FD_SETSIZE } from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

type Callback = (sock: socket.Socket, mask: number) => void;
type Pair = readonly [socket.Socket, socket.Socket];
type Selector = selectors.BaseSelector<Callback, socket.Socket>;

interface Options {
  readonly k: string;
  readonly n: number;
  readonly a: number;
  readonly w: number;
  readonly r: number;
  readonly b: number;
  readonly Selector: selectors.SelectorClass;
}

interface Sockets {
  readonly pairs: readonly Pair[];
  readonly watched: readonly (readonly [sock: socket.Socket, callback: Callback])[];
  /** The sockets that write the first bytes. */
  readonly starts: readonly socket.Socket[];
}

const LARGEST = 1_000_000_000;
/** The ring of the warm-up. */
const FIRST = { n: 10, a: 1, w: 200 } as const;
const FIRST_BYTE = Buffer.from("e");

let selector: Selector;
let selects = 0;
let reads = 0;
let writes = 0;
let writesLeft = 0;
/** How many calls of select() are made before anything is read. */
let looks = 0;

function fail(message: string): never {
  process.stderr.write(`ring: ${message}\n`);
  process.exit(2);
}

/** Returns a callback that reads from its socket and writes the data to `target`. */
function forward(target: socket.Socket): Callback {
  return (sock) => {
    const data = sock.recv(1);
    reads += 1;
    if (writesLeft > 0) {
      writesLeft -= 1;
      writes += target.send(data);
    }
  };
}

/** Like forward, but unregisters the socket first and registers it again afterwards. */
function forwardAnew(target: socket.Socket): Callback {
  const forwardOnce = forward(target);
  return function callback(sock, mask) {
    selector.unregister(sock);
    forwardOnce(sock, mask);
    selector.register(sock, selectors.EVENT_READ, callback);
  };
}

/** Like forward, but does not read before `looks` calls of select() have been made. */
function forwardUnlessLooking(target: socket.Socket): Callback {
  const forwardOnce = forward(target);
  return (sock, mask) => {
    if (looks === 0) forwardOnce(sock, mask);
  };
}

const makers: Readonly<Record<string, typeof forward>> = {
  ring: forward,
  churn: forwardAnew,
  idle: forward,
  ready: forwardUnlessLooking,
};

function makePair(): Pair {
  const pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM);
  for (const end of pair) end.setblocking(false);
  return pair;
}

function makePairs(count: number): Pair[] {
  return Array.from({ length: count }, makePair);
}

/** Makes a ring: the reading end of each pair is watched, and its callback writes to the next pair. */
function makeRing({ k, n, a }: Options): Sockets {
  const pairs = makePairs(n);
  const makeCallback = makers[k]!;
  return {
    pairs,
    watched: pairs.map(([reader], i) => [reader, makeCallback(pairs[(i + 1) % n]![1])]),
    starts: Array.from({ length: a }, (_, i) => pairs[Math.floor((i * n) / a)]![1]),
  };
}

/** Makes idle pairs and active pairs. Both ends of an active pair are watched, and echo what they get. */
function makeIdle({ n, a }: Options): Sockets {
  const idle = makePairs(n);
  const active = makePairs(a);
  const watched = [...idle.map(([end]) => end), ...active.flat()];
  return {
    pairs: [...idle, ...active],
    watched: watched.map((end) => [end, forward(end)]),
    starts: active.map(([, end]) => end),
  };
}

// A separate function, because V8 optimizes it sooner than the body of a long loop.
function selectOnce(): void {
  const events = selector.select();
  selects += 1;
  for (const [key, mask] of events) {
    const callback = key.data;
    callback(key.fileobj, mask);
  }
}

function loop(): void {
  while (looks > 0 ? selects < looks : reads < writes) selectOnce();
}

/** Runs everything once with a new selector. */
function run({ k, w, Selector }: Options, { watched, starts }: Sockets): Record<string, number> {
  selects = reads = writes = 0;
  looks = k === "ready" ? w : 0;
  writesLeft = w - looks;
  selector = new Selector<Callback, socket.Socket>();
  const began = process.hrtime.bigint();
  for (const [sock, callback] of watched) selector.register(sock, selectors.EVENT_READ, callback);
  const registered = process.hrtime.bigint();
  for (const sock of starts) writes += sock.send(FIRST_BYTE);
  const started = process.hrtime.bigint();
  loop();
  const ended = process.hrtime.bigint();
  const measuredSelects = selects;
  looks = 0;
  loop();
  const drained = process.hrtime.bigint();
  for (const [sock] of watched) selector.unregister(sock);
  const unregistered = process.hrtime.bigint();
  selector.close();
  return {
    registration: Number(registered - began),
    wait: Number(ended - started),
    total: Number(ended - began),
    unregistration: Number(unregistered - drained),
    selects: measuredSelects,
    reads,
    writes,
  };
}

function number(letter: string, text: string, lowest: number): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= lowest && value <= LARGEST)) {
    fail(`-${letter} must be an integer from ${lowest} to ${LARGEST}, not ${text}`);
  }
  return value;
}

function selectorOf(method: string): selectors.SelectorClass {
  const classes: Record<string, selectors.SelectorClass | undefined> = {
    select: selectors.SelectSelector,
    poll: selectors.PollSelector,
    epoll: selectors.EpollSelector,
    kqueue: selectors.KqueueSelector,
  };
  return classes[method] ?? fail(`-m ${method}: not on this system`);
}

function argumentsOf(): Record<"k" | "n" | "a" | "w" | "m" | "r" | "b", string> {
  const option = (letter: string, initial: string) =>
    ({ type: "string", short: letter, default: initial }) as const;
  try {
    const { values } = parseArgs({
      options: {
        k: option("k", "ring"),
        n: option("n", "100"),
        a: option("a", "1"),
        w: option("w", "100"),
        m: option("m", "poll"),
        r: option("r", "25"),
        b: option("b", "0"),
      },
    });
    return values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

function readOptions(): Options {
  const { k, m, ...numbers } = argumentsOf();
  const n = number("n", numbers.n, 1);
  const a = number("a", numbers.a, 0);
  const w = number("w", numbers.w, 0);
  const r = number("r", numbers.r, 1);
  const b = number("b", numbers.b, 0);
  if (!Object.hasOwn(makers, k)) fail(`-k must be ring, churn, idle or ready, not ${k}`);
  if (k !== "idle" && a > n) fail("-a must not be above -n");
  if (a === 0 && w > 0) fail("-w needs -a above 0");
  return { k, n, a, w, r, b, Selector: selectorOf(m) };
}

// Node has already raised the limit on descriptors to the hard limit.
function makeSockets(options: Options): Sockets {
  try {
    return options.k === "idle" ? makeIdle(options) : makeRing(options);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    return fail(`-n ${options.n}: ${error.message}`);
  }
}

function repeat(options: Options, count: number): Record<string, number>[] {
  const sockets = makeSockets(options);
  const highest = sockets.watched.reduce((most, [sock]) => Math.max(most, sock.fileno()), 0);
  if (options.Selector === selectors.SelectSelector && highest >= FD_SETSIZE) {
    fail("select is limited to FD_SETSIZE");
  }
  const runs = Array.from({ length: count }, () => run(options, sockets));
  for (const end of sockets.pairs.flat()) end.close();
  return runs;
}

function main(): void {
  const options = readOptions();
  if (options.b > 0) repeat({ ...options, ...FIRST }, options.b);
  const runs = repeat(options, options.r);
  const names = Object.keys(runs[0]!);
  const figures = names.map((name) => [name, runs.map((figure) => figure[name])]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(figures))}\n`);
}

main();
