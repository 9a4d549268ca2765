import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { failsWith } from "../../support/fails-with.ts";
import { testUnless } from "../../support/unless.ts";

checkDescriptors();

const get = socket.getOption as (s: unknown, name: unknown) => unknown;
const set = socket.setOption as (s: unknown, name: unknown, value?: unknown) => void;

// Not an open descriptor: a call that reached the kernel would fail with EBADF.
const FD = 1_000_000;

function refuses(call: () => unknown, Class: new () => Error, message: RegExp): void {
  assert.throws(call, (error: Error & { code?: string }) => {
    assert.ok(error instanceof Class, String(error));
    assert.match(error.message, message);
    assert.match(String(error.code), /^ERR_(?:INVALID_ARG_TYPE|OUT_OF_RANGE)$/u);
    return true;
  });
}

const NO_BOOLEANS = [undefined, null, 0, 1, "true", {}];
const NO_INTEGERS = [undefined, null, "1", true, {}, 1n, NaN, 0.5, -Infinity];
const NO_INTS = [2 ** 31, -(2 ** 31) - 1];
const NO_STRINGS = [undefined, null, 1, true, {}, Buffer.from("lo")];
const NO_OBJECTS = [undefined, null, 1, true, "x"];

/** Values that an option rejects, with the class of the error. */
const refused: [option: socket.OptionName, Class: new () => Error, values: unknown[]][] = [
  ["SO_KEEPALIVE", TypeError, NO_BOOLEANS],
  ["SO_RCVBUF", TypeError, [...NO_INTEGERS, Infinity]],
  ["SO_RCVBUF", RangeError, [...NO_INTS, -1]],
  ["SO_MARK", TypeError, NO_INTEGERS],
  ["SO_MARK", RangeError, [-1, 2 ** 32]],
  ["SO_MAX_PACING_RATE", TypeError, NO_INTEGERS],
  ["SO_MAX_PACING_RATE", RangeError, [-1, 2 ** 60]],
  ["SO_LINGER", TypeError, NO_OBJECTS],
  [
    "SO_LINGER",
    TypeError,
    [{}, { onoff: 1, linger: 0 }, { onoff: true }, { onoff: true, linger: "1" }],
  ],
  ["SO_LINGER", TypeError, [{ onoff: true, linger: 1, linger2: 1 }]],
  ["SO_LINGER", TypeError, [{ onoff: true, linger: 0.5 }]],
  ["SO_LINGER", RangeError, [{ onoff: true, linger: -1 }]],
  ["SO_RCVTIMEO", TypeError, [undefined, "1", true, {}, 1n]],
  ["SO_RCVTIMEO", RangeError, [0, -1, NaN, Infinity, 2 ** 31]],
  ["SO_BINDTODEVICE", TypeError, NO_STRINGS],
  ["SO_BINDTODEVICE", RangeError, ["a".repeat(16), "é".repeat(8), "l\0o"]],
  ["TCP_CONGESTION", RangeError, ["a".repeat(16), "reno\0"]],
  ["IP_OPTIONS", TypeError, [undefined, null, "x", 1, [1], new ArrayBuffer(4)]],
  ["IP_OPTIONS", RangeError, [Buffer.alloc(41)]],
  ["IP_TOS", RangeError, [-1, 256]],
  ["IP_ADD_MEMBERSHIP", TypeError, [...NO_OBJECTS, {}, { multiaddr: 1 }]],
  ["IP_ADD_MEMBERSHIP", TypeError, [{ multiaddr: "239.0.0.1", ifindex: "1" }]],
  ["IP_ADD_MEMBERSHIP", TypeError, [{ multiaddr: "239.0.0.1", interface: "127.0.0.1" }]],
  ["IP_ADD_MEMBERSHIP", RangeError, [{ multiaddr: "ff02::1" }, { multiaddr: "localhost" }]],
  ["IP_ADD_MEMBERSHIP", RangeError, [{ multiaddr: "239.0.0.1", address: "" }]],
  ["IP_ADD_MEMBERSHIP", RangeError, [{ multiaddr: "239.0.0.1", ifindex: -1 }]],
  ["IP_ADD_SOURCE_MEMBERSHIP", TypeError, [{ multiaddr: "239.0.0.1" }]],
  ["IP_ADD_SOURCE_MEMBERSHIP", RangeError, [{ multiaddr: "239.0.0.1", sourceaddr: "::1" }]],
  ["IPV6_JOIN_GROUP", TypeError, [...NO_OBJECTS, {}]],
  ["IPV6_JOIN_GROUP", RangeError, [{ multiaddr: "239.0.0.1" }, { multiaddr: "ff02::1%lo" }]],
  ["MCAST_JOIN_GROUP", TypeError, [...NO_OBJECTS, {}, { group: 1 }]],
  ["MCAST_JOIN_GROUP", RangeError, [{ group: "group" }, { group: "ff02:" }]],
  ["MCAST_JOIN_SOURCE_GROUP", RangeError, [{ group: "239.0.0.1", source: "::1" }]],
  ["IP_MULTICAST_IF", TypeError, [undefined, null, {}, true, 0.5]],
  ["IP_MULTICAST_IF", RangeError, ["::1", "lo", -1]],
  ["IP_LOCAL_PORT_RANGE", TypeError, [...NO_OBJECTS, {}, { low: 1 }]],
  [
    "IP_LOCAL_PORT_RANGE",
    RangeError,
    [
      { low: 2, high: 1 },
      { low: 0, high: 65_536 },
    ],
  ],
  ["IP_UNICAST_IF", RangeError, [-1, 2 ** 31]],
  ["TCP_KEEPCNT", RangeError, [0, 128]],
  ["UDP_SEGMENT", RangeError, [-1, 65_536]],
  ["SO_TXTIME", TypeError, [...NO_OBJECTS, { clockid: 1 }]],
  ["SO_TXTIME", RangeError, [{ clockid: -1, flags: 0 }]],
];

for (const [name, Class, values] of refused) {
  const skip = !socket.hasOption(name) && "NOT RUN: missing from this system's headers";
  testUnless(skip)(`${name} rejects values with ${Class.name}, before any system call`, () => {
    for (const value of values) {
      refuses(
        () => {
          set(FD, name, value);
        },
        Class,
        new RegExp(`^${name}`, "u"),
      );
    }
  });
}

test("an unknown option is named in the error", () => {
  for (const name of ["SO_NO_SUCH", "", "toString", "__proto__", "constructor", "so_linger"]) {
    refuses(() => get(FD, name), RangeError, /there is no option "/u);
    refuses(
      () => {
        set(FD, name, 1);
      },
      RangeError,
      /there is no option "/u,
    );
  }
  for (const name of [undefined, null, 1, {}, Symbol("SO_LINGER")]) {
    refuses(() => get(FD, name), TypeError, /the name of an option must be a string/u);
    refuses(
      () => {
        set(FD, name, 1);
      },
      TypeError,
      /the name of an option must be a string/u,
    );
  }
});

test("an option that the system lacks is named in the error", () => {
  const lacking = process.platform === "linux" ? "SO_NOSIGPIPE" : "SO_PEERCRED";
  assert.equal(socket.hasOption(lacking), false);
  assert.equal(socket.hasOption("SO_LINGER"), true);
  refuses(() => get(FD, lacking), RangeError, new RegExp(`no option ${lacking}`, "u"));
});

test("write-only options cannot be read, and read-only options cannot be set", () => {
  refuses(() => get(FD, "IP_ADD_MEMBERSHIP"), RangeError, /only be set/u);
  refuses(
    () => {
      set(FD, "SO_TYPE", 1);
    },
    RangeError,
    /only be read/u,
  );
});

test("a socket is a descriptor, or an object with one", () => {
  for (const wrong of [undefined, null, "1", true, {}, { fileno: 1 }, Symbol("s")]) {
    refuses(() => get(wrong, "SO_TYPE"), TypeError, /socket must be a socket or a descriptor/u);
    refuses(
      () => {
        set(wrong, "SO_KEEPALIVE", true);
      },
      TypeError,
      /socket must be a socket or a descriptor/u,
    );
  }
  for (const [wrong, Class] of [
    [-1, RangeError],
    [2 ** 31, RangeError],
    [0.5, TypeError],
    [NaN, TypeError],
  ] as const) {
    refuses(() => get(wrong, "SO_TYPE"), Class, /^getsockopt\(\): fd must be an integer/u);
    refuses(
      () => {
        set(wrong, "SO_KEEPALIVE", true);
      },
      Class,
      /^setsockopt\(\): fd must be an integer/u,
    );
  }
  refuses(
    () => get({ fileno: () => "1" }, "SO_TYPE"),
    TypeError,
    /socket must be a socket or a descriptor/u,
  );
  refuses(() => get({ fd: 0.5 }, "SO_TYPE"), TypeError, /fd must be an integer, not 0.5$/u);
});

test("when the kernel refuses, the error is an OSError of its system call", () => {
  const file = openSync("/dev/null", "r");
  failsWith("ENOTSOCK", () => get(file, "SO_TYPE"));
  closeSync(file);
  const s = socket.socket();
  using udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  failsWith(process.platform === "linux" ? "ENOTSUP" : "ENOPROTOOPT", () =>
    get(udp, "TCP_NODELAY"),
  );
  s.close();
  failsWith("EBADF", () => get(s, "SO_TYPE"));
  failsWith("EBADF", () => {
    set(s, "SO_KEEPALIVE", true);
  });
  assert.throws(() => get(FD, "SO_TYPE"), {
    name: "OSError",
    syscall: "getsockopt",
    code: "EBADF",
  });
  assert.throws(
    () => {
      set(FD, "SO_KEEPALIVE", true);
    },
    { syscall: "setsockopt", code: "EBADF" },
  );
});

test("the types are the options' types", () => {
  using s = socket.socket();
  const keepalive: boolean = socket.getOption(s, "SO_KEEPALIVE");
  const linger: socket.Linger = socket.getOption(s, "SO_LINGER");
  const timeout: number | null = socket.getOption(s, "SO_RCVTIMEO");
  assert.deepEqual([keepalive, linger.onoff, timeout], [false, false, null]);
  const mistakes = (): void => {
    // @ts-expect-error: it needs a boolean
    socket.setOption(s, "SO_KEEPALIVE", 1);
    // @ts-expect-error: it is read-only
    socket.setOption(s, "SO_TYPE", 1);
    // @ts-expect-error: it is write-only
    socket.getOption(s, "IP_ADD_MEMBERSHIP");
    // @ts-expect-error: there is no such option
    socket.getOption(s, "SO_NO_SUCH");
  };
  assert.throws(mistakes, TypeError);
});
