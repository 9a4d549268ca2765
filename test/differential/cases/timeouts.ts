// Timeouts: their effect on calls, how they are reported, and which sockets get them.

import { type Case, CONNECTION, family, LISTENER, NOBODY, sequence } from "./case.ts";

const QUIET = `${CONNECTION}
  a, b = socketpair()
  u = socket(AF_INET, SOCK_DGRAM)
  u.bind(('127.0.0.1', 0))`;

/** Calls that find nothing and have to wait. */
const WAITING = [
  "?.recv(1)",
  "?.recv(1, MSG_DONTWAIT)",
  "?.recv(1, MSG_PEEK)",
  "?.recv_into(bytearray(1))",
  "?.recvfrom(1)",
  "?.recvfrom_into(bytearray(1))",
  "?.recvmsg(1)",
  "?.recvmsg_into([bytearray(1)])",
  "?.recv(0)",
];

const MODES = ["settimeout(0.005)", "settimeout(0)", "setblocking(False)", "settimeout(0.0001)"];

const waiting = ["c", "s", "a", "u"].flatMap((socket) =>
  MODES.flatMap((mode) =>
    WAITING.map((call) => ({ socket, mode, call: call.replace("?", socket) })),
  ),
);

const settings = ["None", "0", "0.0", "0.5", "2", "1e-9", "1e9", "True", "False"];

export const timeoutCases: readonly Case[] = [
  ...family(
    waiting,
    ({ mode, call }) => `timeouts: ${mode}, ${call}`,
    () => QUIET,
    ({ socket, mode, call }) => `${socket}.${mode}\n${call}\n${call}\n${socket}.gettimeout()`,
  ),
  ...family(
    MODES,
    (mode) => `timeouts: ${mode}, accept with an empty queue`,
    (mode) => `${LISTENER}\nl.${mode}\nl.accept()\nl.accept()`,
  ),
  ...family(
    MODES,
    (mode) => `timeouts: ${mode}, accept with a connection`,
    (mode) => `${LISTENER}
      c = create_connection(l.getsockname())
      wait(l, 'readable')
      l.${mode}
      s, peer = l.accept()
      s.gettimeout()
      is_nonblocking(s)
      close_on_exec(s)
      l.accept()`,
  ),
  ...family(
    [
      "send(b'x' * 4096)",
      "sendall(b'x' * 4096)",
      "sendmsg([b'x' * 4096])",
      "sendto(b'x', 'nobody')",
    ],
    (call) => `timeouts: a full pair, ${call}`,
    (call) => `a, b = socketpair()\na.setblocking(False)\nfill(a)\na.${call}`,
    (call) => `a.settimeout(0.005)\na.${call}`,
  ),
  ...family(
    settings,
    (value) => `timeouts: settimeout(${value}) and its effects`,
    (value) => `x = socket()\nx.settimeout(${value})\nx.gettimeout()\nx.getblocking()
      is_nonblocking(x)`,
  ),
  ...family(
    ["True", "False"],
    (value) => `timeouts: setblocking(${value}) after each timeout`,
    (value) =>
      ["None", "0", "2"]
        .map(
          (timeout, i) =>
            `x${i} = socket()\nx${i}.settimeout(${timeout})\nx${i}.setblocking(${value})
             x${i}.gettimeout()\nx${i}.getblocking()\nis_nonblocking(x${i})`,
        )
        .join("\n"),
  ),
  ...family(
    ["None", "0", "0.5"],
    (value) => `timeouts: the default timeout ${value}`,
    (value) => `getdefaulttimeout()
      setdefaulttimeout(${value})
      getdefaulttimeout()
      x = socket()
      x.gettimeout()
      is_nonblocking(x)
      a, b = socketpair()
      a.gettimeout()
      is_nonblocking(b)
      d = a.dup()
      d.gettimeout()
      is_nonblocking(d)
      f = fromfd(a.fileno(), AF_UNIX, SOCK_STREAM)
      f.gettimeout()
      is_nonblocking(f)
      n = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK)
      n.gettimeout()
      setdefaulttimeout(None)`,
  ),
  ...family(
    ["None", "0", "0.5"],
    (value) => `timeouts: accept under the default timeout ${value}`,
    (value) => `${LISTENER}
      c = socket()
      c.connect(l.getsockname())
      wait(l, 'readable')
      l.settimeout(5)
      setdefaulttimeout(${value})
      s, peer = l.accept()
      s.gettimeout()
      is_nonblocking(s)
      l.gettimeout()`,
  ),
  ...family(
    ["a.dup()", "fromfd(a.fileno(), AF_UNIX, SOCK_STREAM)", "socket(fileno=dup(a.fileno()))"],
    (copy) => `timeouts: ${copy} of a socket with a timeout`,
    (copy) => `a, b = socketpair()\na.settimeout(0.005)\nd = ${copy}\nd.gettimeout()
      is_nonblocking(d)\nd.recv(1, MSG_DONTWAIT)\nd.setblocking(True)\nis_nonblocking(a)\na.gettimeout()`,
  ),
  sequence(
    "timeouts: a connect that gets no response",
    `${LISTENER}
     l.listen(0)
     c1 = socket()
     c1.connect(l.getsockname())
     wait(l, 'readable')
     c2 = socket()
     c2.setblocking(False)
     c2.connect_ex(l.getsockname())
     c2.connect_ex(l.getsockname())
     c2.connect(l.getsockname())
     c2.getpeername()
     c2.recv(1)
     c2.send(b'x')
     c2.getsockopt(SOL_SOCKET, SO_ERROR)
     select.select([c2], [c2], [c2], 0)
     c3 = socket()
     c3.settimeout(0.01)
     c3.connect(l.getsockname())
     c3.connect_ex(l.getsockname())
     c4 = socket()
     c4.settimeout(0.01)
     c4.connect_ex(l.getsockname())
     create_connection(l.getsockname(), timeout=0.01)`,
  ),
  sequence(
    "timeouts: create_connection and its timeout",
    `${LISTENER}
     ${NOBODY}
     a = create_connection(l.getsockname())
     a.gettimeout()
     b = create_connection(l.getsockname(), timeout=5)
     b.gettimeout()
     setdefaulttimeout(7)
     c = create_connection(l.getsockname())
     c.gettimeout()
     d = create_connection(l.getsockname(), timeout=None)
     d.gettimeout()
     setdefaulttimeout(None)
     create_connection(l.getsockname(), timeout=0)
     create_connection(nobody.getsockname(), timeout=0)
     create_connection(nobody.getsockname(), timeout=5)
     create_connection(nobody.getsockname())
     create_connection(nobody.getsockname(), timeout=-1)`,
  ),
  sequence(
    "timeouts: SO_RCVTIMEO ends a blocking call",
    `a, b = socketpair()
     a.setsockopt(SOL_SOCKET, SO_RCVTIMEO, b'\\0\\0\\0\\0\\0\\0\\0\\0\\x88\\x13\\0\\0\\0\\0\\0\\0')
     a.recv(1)
     a.gettimeout()
     a.recvmsg(1)`,
  ),
];
