import assert from "node:assert/strict";

import { gaierror, herror, OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";

checkDescriptors();

test("A13: an empty host is the wildcard address, <broadcast> the broadcast address", () => {
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["", 0]);
  assert.equal(s.getsockname()[0], "0.0.0.0");
  assert.equal(socket.gethostbyname(""), "0.0.0.0");
  assert.equal(socket.gethostbyname("<broadcast>"), "255.255.255.255");
  using broadcasting = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  broadcasting.bind(["<broadcast>", 0]);
  assert.equal(broadcasting.getsockname()[0], "255.255.255.255");
  using s6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  s6.bind(["", 0]);
  assert.equal(s6.getsockname()[0], "::");
});

test("a host has a name, other names, and addresses", () => {
  for (const host of ["127.0.0.1", "localhost", Buffer.from("localhost")]) {
    const [name, aliases, addresses] = socket.gethostbyname_ex(host);
    assert.equal(name, host.toString());
    assert.ok(Array.isArray(aliases));
    assert.ok(addresses.includes("127.0.0.1"));
    assert.ok(socket.gethostbyaddr(host)[2].includes("127.0.0.1"));
  }
});

test("a large response is returned completely", () => {
  // A numeric name is returned unchanged, and this one exceeds the first buffer.
  const long = `${"0".repeat(5000)}1`;
  assert.deepEqual(socket.gethostbyname_ex(Buffer.from(long)), [long, [], ["0.0.0.1"]]);
});

test("herror: a name that the system itself rejects has the code of this call", () => {
  assert.throws(
    () => socket.gethostbyname_ex("<broadcast>"),
    (error) => {
      assert.ok(error instanceof herror && error instanceof OSError);
      assert.ok(!(error instanceof gaierror));
      assert.deepEqual(
        [error.name, error.errno, error.code, error.syscall, error.address, error.message],
        ["herror", 1, "HOST_NOT_FOUND", "gethostbyname", "<broadcast>", "[Errno 1] Unknown host"],
      );
      return true;
    },
  );
  assert.equal(socket.herror, herror);
});

test("gaierror: the error for a host that is not an IPv4 address includes it", () => {
  assert.throws(
    () => socket.gethostbyname("::1"),
    (error) => {
      assert.ok(error instanceof gaierror);
      assert.deepEqual([error.syscall, error.address], ["getaddrinfo", "::1"]);
      return true;
    },
  );
});

test("a host with null characters is refused, and so is anything but a host", () => {
  const { getaddrinfo, gethostbyaddr, gethostbyname, gethostbyname_ex } = socket;
  const look = (host: string): unknown => getaddrinfo(host, 80);
  for (const call of [look, gethostbyname, gethostbyname_ex, gethostbyaddr]) {
    for (const host of ["localhost\0x", Buffer.from("localhost\0x"), 5, undefined, {}, [], true]) {
      assert.throws(() => call(host as string), {
        name: "TypeError",
        code: "ERR_INVALID_ARG_TYPE",
      });
    }
  }
  assert.throws(() => socket.getfqdn(Buffer.from("x") as never), TypeError);
});
