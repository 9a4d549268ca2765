import assert from "node:assert/strict";

import * as syscalls from "bsd-sockets/syscalls";
import { AF_INET, AF_INET6, AF_PACKET, AF_UNIX } from "bsd-sockets/socket";
import { decoded, toSockaddr } from "#internal/socket/address.js";
import fc from "fast-check";

import { claim, properties } from "../engine/properties.ts";
import { toPython } from "../engine/python-value.ts";
import { endPython, python, RAISED } from "../engine/python.ts";

/**
 * The longest `struct sockaddr_un` with room for a NUL after the path, which CPython also requires.
 */
const LONGEST_UNIX = 109;

/** Text that resembles an address of either family. */
const addressText = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdefx.:/% \t-")) }),
  fc.tuple(fc.ipV6(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, added]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + added + text.slice(place);
  }),
);

function packed(call: () => Buffer | number | null): unknown {
  try {
    const bytes = call();
    return Buffer.isBuffer(bytes) ? toPython(bytes) : RAISED;
  } catch (error) {
    assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
    return RAISED;
  }
}

async function textsAgree(text: string): Promise<void> {
  for (const family of [AF_INET, AF_INET6]) {
    const ours = packed(() => syscalls.inet_pton(family, text));
    assert.deepEqual(ours, await python("inet_pton", family, text));
  }
  assert.deepEqual(
    packed(() => syscalls.inet_aton(text)),
    await python("inet_aton", text),
  );
}

async function bytesAgree(bytes: Uint8Array): Promise<void> {
  const family = bytes.length === 4 ? AF_INET : AF_INET6;
  const text = syscalls.inet_ntop(family, bytes);
  assert.equal(text, await python("inet_ntop", family, toPython(bytes)));
  assert.deepEqual(syscalls.inet_pton(family, text as string), Buffer.from(bytes));
}

/**
 * A sockaddr's bytes are decoded to an address, which is encoded to bytes with the same address.
 */
function comesBack({ bytes, family }: { bytes: Uint8Array; family: number }): void {
  if (bytes.length >= 2) new Uint16Array(bytes.buffer, 0, 1)[0] = family;
  // A longer path cannot be encoded again.
  const length = family === AF_UNIX ? Math.min(bytes.length, LONGEST_UNIX) : bytes.length;
  const address = decoded(bytes, length);
  if (address === null) return;
  // An unknown interface index has no name, so it cannot be encoded again.
  if (family === AF_PACKET) return;
  // CPython also decodes a flowinfo with too many bits, but rejects it when encoding.
  if (family === AF_INET6 && (address[2] as number) > 0xfffff) return;
  const again = toSockaddr(family, address, "fuzz");
  assert.deepEqual(decoded(again, again.length), address);
}

const sockaddrs = fc.record({
  bytes: fc.uint8Array({ maxLength: 140, size: "max" }),
  family: fc.oneof(fc.constantFrom(AF_UNIX, AF_INET, AF_INET6, 16, 17), fc.nat({ max: 65_535 })),
});

/** Numeric hosts only: names would be looked up. */
const internet = fc.record({
  host: fc.oneof(fc.ipV4(), fc.ipV6()),
  port: fc.nat({ max: 65_535 }),
  flowinfo: fc.nat({ max: 0xfffff }),
  scope: fc.nat({ max: 0xffffffff }),
});

async function isEncoded(given: {
  host: string;
  port: number;
  flowinfo: number;
  scope: number;
}): Promise<void> {
  const { host, port, flowinfo, scope } = given;
  const family = host.includes(":") ? AF_INET6 : AF_INET;
  const bytes = syscalls.encodeInternetAddress(family, host, port, flowinfo, scope);
  const theirs = await python("inet_pton", family, host);
  if (bytes === null) {
    assert.equal(theirs, RAISED);
    return;
  }
  const [text, ...numbers] = decoded(bytes, bytes.length) as [string, ...number[]];
  assert.deepEqual(toPython(syscalls.inet_pton(family, text) as Buffer), theirs);
  assert.deepEqual(numbers, family === AF_INET ? [port] : [port, flowinfo, scope]);
}

const items = fc.array(fc.tuple(fc.integer(), fc.integer(), fc.uint8Array({ maxLength: 40 })));
type Items = [number, number, Uint8Array][];

/** Items are unchanged, and truncated items are not mistaken for others. */
function itemsComeBack(given: Items): void {
  const control = Buffer.from(
    syscalls.encodeControl(given.map(([level, type, data]) => [level | 0, type | 0, data])),
  );
  const found = syscalls.decodeControl(control, control.length);
  assert.deepEqual(found.map(plain), given.map(plain));
  for (let length = 0; length < control.length; length++) {
    const cut = syscalls.decodeControl(control, length);
    assert.ok(cut.length <= given.length);
    for (const [index, [level, type, data]] of cut.entries()) {
      const [wantedLevel, wantedType, wanted] = given[index]!;
      assert.deepEqual([level, type], [wantedLevel, wantedType]);
      assert.deepEqual(Buffer.from(data), Buffer.from(wanted.subarray(0, data.length)));
    }
  }
}

function plain([level, type, data]: readonly [number, number, unknown]): unknown {
  return [level, type, Buffer.from(data as Uint8Array).toString("hex")];
}

async function lengthsAgree(length: number): Promise<void> {
  for (const name of ["CMSG_LEN", "CMSG_SPACE"] as const) {
    assert.deepEqual(toPython(syscalls[name](length)), await python(name, length));
  }
}

export const addresses = properties({
  name: "addresses",
  about: "addresses of every family and ancillary data, encoded and decoded, compared with CPython",
  claims: [
    claim("any text is the same numeric address, or rejected", addressText, textsAgree),
    claim(
      "the bytes of an address are the same text",
      fc.oneof(
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc
          .array(fc.constantFrom(0, 0, 1, 255), { minLength: 16, maxLength: 16 })
          .map((bytes) => Uint8Array.from(bytes)),
      ),
      bytesAgree,
    ),
    claim("a decoded sockaddr is encoded again", sockaddrs, comesBack),
    claim("an internet address is encoded as it is decoded", internet, isEncoded),
    claim("ancillary data is unchanged, also if truncated", items, itemsComeBack),
    claim(
      "the lengths of ancillary data are the same",
      fc.nat({ max: 2 ** 31 - 100 }),
      lengthsAgree,
    ),
  ],
  close: endPython,
});
