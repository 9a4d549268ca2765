import assert from "node:assert/strict";

import stringWidth from "string-width";
import { describe, test } from "vitest";

import { askedText, cut, resultOf } from "#internal/diagram/essentials.js";

import { addressText, makeCall, recordedLanes, recordedPairs } from "../support/calls.ts";

const calls = recordedPairs.flatMap((pair) => recordedLanes(pair).flatMap((lane) => lane.calls));

function asked(text: string): string {
  return askedText(makeCall(text), "whole");
}

describe("the essential part of a call", () => {
  test("is an address as host and port", () => {
    assert.equal(asked(`connect(3, ${addressText(80)})`), "connect(3, 127.0.0.1:80)");
    const six =
      'connect(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28)';
    assert.equal(asked(six), "connect(3, [::1]:80)");
    assert.equal(asked('bind(3, {sa_family=AF_UNIX, sun_path="/tmp/x"}, 9)'), 'bind(3, "/tmp/x")');
  });

  test("omits lengths of addresses, empty flags, and pointers", () => {
    assert.equal(
      asked(`accept4(3, ${addressText(80).replace("16", "[128 => 16]")}, SOCK_CLOEXEC)`),
      "accept4(3, 127.0.0.1:80)",
    );
    assert.equal(asked("accept4(3, NULL, NULL, SOCK_CLOEXEC)"), "accept4(3)");
    assert.equal(asked('recvfrom(3, "x", 9, 0, NULL, NULL)'), 'recvfrom(3, "x", 9)');
    assert.equal(asked('sendto(3, "x", 1, MSG_OOB, NULL, 0)'), 'sendto(3, "x", 1, MSG_OOB)');
    assert.equal(
      asked("epoll_ctl(3, EPOLL_CTL_DEL, 4, 0x7ffeb4)"),
      "epoll_ctl(3, EPOLL_CTL_DEL, 4)",
    );
    assert.equal(
      asked("socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP)"),
      "socket(AF_INET, SOCK_STREAM)",
    );
    assert.equal(asked("epoll_create1(EPOLL_CLOEXEC)"), "epoll_create1(EPOLL_CLOEXEC)");
    assert.equal(asked("listen(3, 128)"), "listen(3, 128)");
  });

  test("is the events and their descriptor", () => {
    assert.equal(
      asked("epoll_ctl(3, EPOLL_CTL_ADD, 4, {events=EPOLLIN|EPOLLOUT, data={u32=4, u64=4}})"),
      "epoll_ctl(3, EPOLL_CTL_ADD, 4, EPOLLIN|EPOLLOUT)",
    );
    assert.equal(
      asked("epoll_wait(3, [{events=EPOLLIN, data={u32=4, u64=4}}], 64, -1)"),
      "epoll_wait(3, [EPOLLIN on 4], 64, -1)",
    );
  });

  test("is split where a bar starts and ends", () => {
    const receive = makeCall('recvfrom(3, "abc", 9, 0, NULL, NULL)');
    assert.equal(askedText(receive, "start"), "recvfrom(3, …");
    assert.equal(askedText(receive, "end"), 'recvfrom … "abc", 9)');
    const connect = makeCall(`connect(3, ${addressText(80)})`);
    assert.equal(askedText(connect, "start"), "connect(3, 127.0.0.1:80)");
    assert.equal(askedText(connect, "end"), "connect …");
  });

  test("is shortened to any width: strings first, never inside an escape", () => {
    const send = makeCall(String.raw`sendto(3, "\0\xff\"Hello, world", 15, 0, NULL, 0)`);
    assert.equal(askedText(send, "whole", 26), String.raw`sendto(3, "\0\xff…", 15)`);
    for (const call of calls) {
      for (const width of [4, 10, 24, 40, 80]) {
        for (const part of ["whole", "start", "end"] as const) {
          const text = askedText(call, part, width);
          assert.ok(stringWidth(text) <= width, `${text} in ${width}`);
        }
      }
    }
  });

  test("keeps wide characters within the width", () => {
    assert.equal(cut("狗狗狗狗", 5), "狗狗…");
    assert.equal(cut("狗狗", 4), "狗狗");
  });
});

test("the result is a number, and a name if it failed", () => {
  assert.equal(resultOf(makeCall("close(3)")), "= 0");
  assert.equal(resultOf(makeCall("close(3)", { result: -1, errno: "EBADF" })), "= -1 EBADF");
  const comment = "[{fd=3, revents=POLLIN}]";
  assert.equal(resultOf(makeCall("poll([], 1)", { result: 1, comment })), `= 1 (${comment})`);
});
