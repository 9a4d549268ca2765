import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { describe, test } from "vitest";
import { address } from "#internal/trace/address.js";

import { newSeed, randomBytes, randomFrom } from "../support/random.ts";
import { testUnless } from "../support/unless.ts";

const { AF_INET, AF_INET6, AF_UNIX } = socket;

describe("addresses in strace's notation", () => {
  for (const [name, bytes, text] of [
    [
      "IPv4",
      syscalls.encodeInternetAddress(AF_INET, "127.0.0.1", 65432, 0, 0),
      '{sa_family=AF_INET, sin_port=htons(65432), sin_addr=inet_addr("127.0.0.1")}',
    ],
    [
      "IPv6",
      syscalls.encodeInternetAddress(AF_INET6, "fe80::1", 80, 7, 2),
      "{sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(7), " +
        'inet_pton(AF_INET6, "fe80::1", &sin6_addr), sin6_scope_id=2}',
    ],
    [
      "a path",
      Buffer.concat([new Uint8Array(new Uint16Array([AF_UNIX]).buffer), Buffer.from("/a\0b")]),
      '{sa_family=AF_UNIX, sun_path="/a"}',
    ],
    [
      "an abstract name",
      Buffer.concat([new Uint8Array(new Uint16Array([AF_UNIX]).buffer), Buffer.from("\0a\0b")]),
      '{sa_family=AF_UNIX, sun_path=@"a\\0b"}',
    ],
    [
      "a link's",
      Buffer.from([17, 0, 0x08, 0x00, 2, 0, 0, 0, 1, 0, 4, 6, 2, 0, 0, 0, 0, 0xab, 0, 0]),
      "{sa_family=AF_PACKET, sll_protocol=htons(ETH_P_IP), sll_ifindex=2, sll_hatype=1, " +
        "sll_pkttype=4, sll_halen=6, sll_addr=[02, 00, 00, 00, 00, ab]}",
    ],
    ["only a family", Buffer.from(new Uint16Array([AF_UNIX]).buffer), "{sa_family=AF_UNIX}"],
    [
      "a truncated one",
      Buffer.from(new Uint16Array([AF_INET, 1]).buffer),
      '{sa_family=AF_INET, sa_data="\\1\\0"}',
    ],
    [
      "an unknown one",
      Buffer.from(new Uint16Array([0x4242, 1]).buffer),
      '{sa_family=0x4242 /* AF_??? */, sa_data="\\1\\0"}',
    ],
    ["a single byte", Buffer.from([1]), '"\\1"'],
    ["nothing", Buffer.alloc(0), '""'],
  ] as const) {
    // BSD addresses begin with their length.
    const skip = process.platform !== "linux" && !name.startsWith("IP") && "only for Linux";
    testUnless(skip)(name, () => {
      assert.equal(address(Buffer.from(bytes as Uint8Array)), text);
    });
  }

  const seed = newSeed();
  test(`any bytes are formatted (BSD_SOCKETS_SEED=${seed})`, () => {
    const random = randomFrom(seed);
    for (let round = 0; round < 2000; round++) {
      const bytes = randomBytes(random, Math.floor(random() * 130));
      // Half of them have a known family.
      if (bytes.length > 1 && round % 2 === 0) bytes.writeUInt16LE(Math.floor(random() * 20), 0);
      assert.match(address(bytes), /^[{"].*[}"]$/su);
    }
  });
});
