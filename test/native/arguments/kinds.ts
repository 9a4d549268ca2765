const NOT_NUMBERS = [undefined, null, "1", true, {}, [], Symbol("s"), 1n, () => 1];
const NOT_INTEGERS = [NaN, 0.5, -0.5, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e308];

function detached(View: new (memory: ArrayBuffer) => unknown = Uint8Array): unknown {
  const memory = new ArrayBuffer(8);
  const view = new View(memory);
  structuredClone(memory, { transfer: [memory] });
  return view;
}

/** The invalid values for an argument of each kind. */
export const refused = {
  fd: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 31],
  int: [...NOT_NUMBERS, ...NOT_INTEGERS, 2 ** 31, -(2 ** 31) - 1],
  uint16: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 65536],
  uint32: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 32],
  flowinfo: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 20],
  family: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 1, 77],
  id: [...NOT_NUMBERS, ...NOT_INTEGERS, -1],
  multiplexer: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 0, 999_999],
  events: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 0, 4],
  timeout: [...NOT_NUMBERS.slice(1), NaN],
  boolean: [undefined, null, 0, 1, "true", {}],
  string: [undefined, null, 1, {}, Buffer.from("x"), "with\0null"],
  stringOrNull: [1, {}, Buffer.from("x"), "with\0null"],
  text: [undefined, null, 1, {}, "with\0null", Buffer.from("with\0null"), detached()],
  textOrNull: [1, {}, "with\0null", Buffer.from("with\0null"), detached()],
  packed: [
    undefined,
    null,
    "text",
    1,
    {},
    [1],
    detached(),
    ...[0, 3, 5, 15, 17].map((size) => new Uint8Array(size)),
  ],
  backend: [undefined, null, 1, {}, "", "devpoll", "with\0null"],
  bytes: [undefined, null, "text", 1, {}, [1], new ArrayBuffer(8), detached()],
  address: [undefined, null, "text", 1, {}, new ArrayBuffer(8), detached(), new Uint8Array(1000)],
  result: ["text", 1, {}, [1], new ArrayBuffer(8), detached()],
  lengthResult: ["text", 1, {}, new Uint8Array(4), new Int32Array(0), detached(Int32Array)],
  value: [undefined, null, "text", {}, NaN, 1.5, 2 ** 31, detached()],
  pairs: [
    undefined,
    null,
    1,
    {},
    new Uint8Array(8),
    new Int32Array(0),
    new Int32Array(1),
    detached(Int32Array),
  ],
  selectable: [
    undefined,
    null,
    1,
    [0],
    new Uint8Array(4),
    detached(Int32Array),
    Int32Array.of(-1),
    Int32Array.of(0, 1024),
  ],
  pollfds: [
    undefined,
    null,
    1,
    [0],
    new Uint8Array(8),
    detached(Int32Array),
    new Int32Array(1),
    new Int32Array(3),
  ],
  epollEvents: [...NOT_NUMBERS, ...NOT_INTEGERS, -(2 ** 31) - 1, 2 ** 32],
  kevents: [
    1,
    [0],
    new Uint8Array(48),
    detached(Float64Array),
    new Float64Array(5),
    new Float64Array(6 * (2 ** 20 + 1)),
    ...[-1, 0.5, NaN, 2 ** 53].map((wrong) => Float64Array.of(0, 0, 0, 0, 0, 0).fill(wrong, 0, 1)),
    Float64Array.of(0, 2 ** 32, 0, 0, 0, 0),
    Float64Array.of(0, 0, -1, 0, 0, 0),
    Float64Array.of(0, 0, 0, 2 ** 32, 0, 0),
    Float64Array.of(0, 0, 0, 0, Infinity, 0),
    Float64Array.of(0, 0, 0, 0, 0, -1),
  ],
  keventRoom: [1, [0], new Uint8Array(48), detached(Float64Array), new Float64Array(5)],
  offset: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 17],
  length: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 17],
  decodeLength: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 33],
  twoResults: [undefined, null, 1, {}, new Uint8Array(8), new Int32Array(1), detached(Int32Array)],
  buffers: [
    ...[undefined, null, 1, "text", {}, new Uint8Array(8), { length: 1, 0: new Uint8Array(1) }],
    ...[[null], ["text"], [1], [[]], [detached()], [new Uint8Array(1), undefined]],
    new Array(2 ** 32 - 1),
  ],
  bytesOrNull: ["text", 1, {}, [1], new ArrayBuffer(8), detached()],
  addressOrNull: ["text", 1, {}, new ArrayBuffer(8), detached(), new Uint8Array(1000)],
  items: [
    ...[undefined, null, 1, "text", {}, new Uint8Array(8), [1], [[]], [[1, 1]], [null]],
    ...[[[1, 1, "text"]], [["1", 1, new Uint8Array(1)]], [[1, 1.5, new Uint8Array(1)]]],
    ...[[[1, 2 ** 31, new Uint8Array(1)]], [[1, 1, detached()]], [[1, 1, new Uint8Array(1), 1]]],
    new Array(2 ** 32 - 1),
    new Array(2 ** 20).fill(new Array(2 ** 20)),
  ],
  controlLength: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 31 - 1],
  sockaddrFamily: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 65536],
  uint8: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 256],
  hardware: [undefined, null, "text", 1, {}, detached(), new Uint8Array(9)],
  count: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 31],
  fileOffset: [...NOT_NUMBERS, ...NOT_INTEGERS, -1],
  function: [undefined, null, 1, {}, "text"],
} satisfies Record<string, unknown[]>;

export type Kind = keyof typeof refused;
export type Argument = [name: string, kind: Kind, valid: unknown];

// Too high to be open, so that calls with valid arguments fail with EBADF.
export const FD = 1_000_000;
export const fd: Argument = ["fd", "fd", FD];
const buffer: Argument = ["buffer", "bytes", new Uint8Array(16)];
export const range: Argument[] = [buffer, ["offset", "offset", 0], ["length", "length", 16]];
export const addressResult: Argument[] = [
  ["address", "result", new Uint8Array(128)],
  ["addressLength", "lengthResult", new Int32Array(1)],
];
export const timeout: Argument = ["timeout", "timeout", 0];
