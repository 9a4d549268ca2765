// select.select, poll and epoll: what each reports after each event, and what they reject.

import { type Case, CONNECTION, family, NOBODY, sequence } from "./case.ts";

const HUPS = "select.POLLIN | select.POLLOUT | select.POLLPRI | select.POLLRDHUP";
const ALL = "select.EPOLLIN | select.EPOLLOUT | select.EPOLLPRI | select.EPOLLRDHUP";

/** Everything that can be observed about `x`. */
const LOOK = `
  select.select([x], [x], [x], 0)
  p.poll(0)
  e.poll(0)
  t.poll(0)
`;

const WATCH = `
  p = select.poll()
  p.register(x, ${HUPS})
  e = select.epoll()
  e.register(x, ${ALL})
  t = select.epoll()
  t.register(x, ${ALL} | select.EPOLLET)
  ${LOOK}
`;

/** How `x` is created, and the events that follow. */
const STORIES: readonly (readonly [name: string, setUp: string, ...events: string[]])[] = [
  ["a new socket", "x = socket()", "x.bind(('127.0.0.1', 0))", "x.listen()"],
  ["a new UDP socket", "x = socket(AF_INET, SOCK_DGRAM)", "x.bind(('127.0.0.1', 0))"],
  ["a new UNIX stream", "x = socket(AF_UNIX)", "x.bind('x')", "x.listen()"],
  ["a new UNIX datagram", "x = socket(AF_UNIX, SOCK_DGRAM)", "x.bind('x')"],
  [
    "a listener",
    "x = socket()\nx.bind(('127.0.0.1', 0))\nx.listen()",
    "c = create_connection(x.getsockname())\nwait(x, 'readable')",
    "d = create_connection(x.getsockname())",
    "s1, peer1 = x.accept()\nwait(x, 'readable')",
    "s2, peer2 = x.accept()",
  ],
  [
    "a UNIX listener",
    "x = socket(AF_UNIX)\nx.bind('x')\nx.listen(0)",
    "c = socket(AF_UNIX)\nc.connect('x')",
    "s, peer = x.accept()",
    "x.shutdown(SHUT_RD)",
  ],
  [
    "a refused connection",
    `${NOBODY}\nx = socket()\nx.setblocking(False)`,
    "x.connect_ex(nobody.getsockname())\nwait(x, 'writable')",
    "x.getsockopt(SOL_SOCKET, SO_ERROR)",
    "x.connect_ex(nobody.getsockname())",
  ],
  [
    "data and an end",
    `${CONNECTION}\nx = c`,
    "s.sendall(b'data')\nreceived(x, 4)",
    "x.recv(2)",
    "x.recv(2)",
    "s.shutdown(SHUT_WR)\nwait(x, 'ended')",
    "x.recv(1)",
    "x.shutdown(SHUT_WR)\nwait(s, 'ended')\nwait(x, 'reset')",
  ],
  [
    "a reset",
    `${CONNECTION}\nx = c`,
    "x.sendall(b'unread')\nreceived(s, 6)\ns.close()\nwait(x, 'reset')",
    "x.getsockopt(SOL_SOCKET, SO_ERROR)",
    "x.shutdown(SHUT_RDWR)",
  ],
  [
    "urgent data",
    `${CONNECTION}\nx = c`,
    "s.send(b'!', MSG_OOB)\nreceived(x, 1)",
    "x.recv(1, MSG_OOB)",
  ],
  ["a shutdown of its own", `${CONNECTION}\nx = c`, "x.shutdown(SHUT_RD)", "x.shutdown(SHUT_WR)"],
  ["a pair", "x, y = socketpair()", "y.send(b'1')", "x.recv(1)", "y.close()", "x.recv(1)"],
  [
    "a pair that fills",
    "x, y = socketpair()\nx.setblocking(False)",
    "fill(x)",
    "y.recv(1000000, MSG_DONTWAIT) == b''",
    "y.shutdown(SHUT_RDWR)",
  ],
  [
    "a datagram pair",
    "x, y = socketpair(AF_UNIX, SOCK_DGRAM)",
    "y.send(b'')",
    "x.recv(1)",
    "y.close()",
  ],
  [
    "a seqpacket pair",
    "x, y = socketpair(AF_UNIX, SOCK_SEQPACKET)",
    "y.send(b'12')",
    "x.recv(1)",
    "y.shutdown(SHUT_WR)",
    "y.close()",
  ],
  [
    "datagrams",
    `x = socket(AF_INET, SOCK_DGRAM)\nx.bind(('127.0.0.1', 0))\ny = socket(AF_INET, SOCK_DGRAM)
     y.bind(own_address())
     y.connect(x.getsockname())`,
    "y.send(b'1')\nwait(x, 'readable')",
    "x.recv(1)",
    "x.connect(y.getsockname())\ny.close()",
    "x.send(b'1')\nwait(x, 'readable')",
    "x.getsockopt(SOL_SOCKET, SO_ERROR)",
  ],
];

const TIMEOUTS = ["0", "0.0", "0.001", "-1", "'1'", "()", "nan", "inf", "1e300", "b'0'"];
const MASKS = ["0", "1", "-1", "65535", "65536", "4294967295", "4294967296", "1.5", "'1'", "None"];
const OBJECTS = ["-1", "1000000", "'1'", "None", "1.5", "()", "99", "2147483648", "closed"];
const LISTS = [
  "None",
  "1",
  "'x'",
  "[None]",
  "['x']",
  "[1.5]",
  "[-1]",
  "[1024]",
  "[closed]",
  "()",
  "[x, x]",
];

const SELECTORS = ["SelectSelector", "PollSelector", "EpollSelector", "DefaultSelector"];
const EVENTS = ["1", "2", "3", "0", "4", "-1", "1.5", "'1'", "None"];

const OPEN = "x, y = socketpair()\nclosed = socket()\nclosed.close()";

export const selectCases: readonly Case[] = [
  ...STORIES.map(([name, setUp, ...events]) =>
    sequence(
      `select: ${name}`,
      setUp,
      WATCH,
      ...events.map((event) => `${event}\n${LOOK}`),
      "x.close()\np.poll(0)\ne.poll(0)",
    ),
  ),
  ...STORIES.flatMap(([name, setUp, ...events]) =>
    SELECTORS.map((selector) =>
      sequence(
        `selectors: ${selector}, ${name}`,
        setUp,
        `q = selectors.${selector}()\nq.register(x, 3, 'x')\nq.select(0)`,
        ...events.map((event) => `${event}\nq.select(0)\nq.select(-1)`),
        "q.modify(x, 1, 'y')\nq.select(0)\nq.modify(x, 2, 'y')\nq.select(0)\nq.unregister(x)",
        "q.select(0)\nx.close()",
      ),
    ),
  ),
  ...family(
    LISTS,
    (list) => `select: select of ${list}`,
    (list) => `${OPEN}\nselect.select(${list}, [], [], 0)\nselect.select([], ${list}, [], 0)
      select.select([x], [x], ${list}, 0)`,
  ),
  ...family(
    TIMEOUTS,
    (timeout) => `select: a timeout of ${timeout}`,
    (timeout) => `${OPEN}\nselect.select([], [x], [], ${timeout})
      p = select.poll()\np.register(x)\np.poll(${timeout})
      e = select.epoll()\ne.register(x)\ne.poll(${timeout})`,
  ),
  ...family(
    MASKS,
    (mask) => `select: a mask of ${mask}`,
    (mask) => `${OPEN}\np = select.poll()\np.register(x, ${mask})\np.poll(0)
      p.register(y)\np.modify(y, ${mask})\np.poll(0)
      e = select.epoll()\ne.register(x, ${mask})\ne.poll(0)\ne.register(y)\ne.modify(y, ${mask})
      e.poll(0)`,
  ),
  ...family(
    OBJECTS,
    (object) => `select: watching ${object}`,
    (
      object,
    ) => `${OPEN}\np = select.poll()\np.register(${object})\np.poll(0)\np.modify(${object}, 1)
      p.unregister(${object})\np.unregister(${object})
      e = select.epoll()\ne.register(${object})\ne.poll(0)\ne.modify(${object}, 1)
      e.unregister(${object})`,
  ),
  ...family(
    ["0", "1", "-1", "-2", "100", "None", "1.5", "'1'"],
    (most) => `select: epoll.poll with maxevents=${most}`,
    (most) => `a, b = socketpair()\ne = select.epoll()\ne.register(a)\ne.register(b)
      len(e.poll(0, ${most}))\nlen(e.poll(0))`,
  ),
  ...family(
    ["0", "-1", "1", "-2", "1.5", "'1'"],
    (size) => `select: epoll(${size})`,
    (size) => `e = select.epoll(${size})\ne.fileno()\ne.closed`,
  ),
  sequence(
    "select: poll's list",
    `a, b = socketpair()
     p = select.poll()
     p.poll(0)
     p.modify(a, 1)
     p.unregister(a)
     p.register(a, select.POLLIN)
     p.register(a.fileno(), select.POLLOUT)
     p.poll(0)
     p.register(b)
     p.poll(0)
     p.modify(b, select.POLLIN)
     p.poll(0)
     p.poll(1)
     p.unregister(a)
     p.poll(0)
     b.close()
     p.poll(0)
     c = socket()
     p.poll(0)`,
  ),
  sequence(
    "select: epoll's list, and closing it",
    `a, b = socketpair()
     e = select.epoll()
     e.register(a)
     e.register(a)
     e.modify(b, 1)
     e.unregister(b)
     e.register(e)
     e.closed
     f = select.epoll.fromfd(dup(e.fileno()))
     f.poll(0)
     f.unregister(a)
     e.poll(0)
     e.close()
     e.closed
     e.fileno()
     e.register(a)
     e.modify(a, 1)
     e.unregister(a)
     e.poll(0)
     e.close()`,
  ),
  sequence(
    "select: epoll reports an edge once, and a oneshot once",
    `a, b = socketpair()
     e = select.epoll()
     e.register(a, select.EPOLLIN | select.EPOLLET)
     f = select.epoll()
     f.register(a, select.EPOLLIN | select.EPOLLONESHOT)
     b.send(b'12')
     e.poll(0)
     e.poll(0)
     f.poll(0)
     f.poll(0)
     a.recv(1)
     e.poll(0)
     b.send(b'3')
     e.poll(0)
     f.poll(0)
     f.modify(a, select.EPOLLIN | select.EPOLLONESHOT)
     f.poll(0)`,
  ),
  sequence(
    "select: a closed socket that epoll still sees through its duplicate",
    `a, b = socketpair()
     d = a.dup()
     e = select.epoll()
     e.register(a)
     e.poll(0)
     a.close()
     e.poll(0)
     e.unregister(d)
     d.close()
     e.poll(0)`,
  ),
  sequence(
    "select: objects are returned as they were passed",
    `a, b = socketpair()
     r, w, x = select.select([a.fileno(), a], [b, b.fileno()], [], 0)
     b.send(b'1')
     r2, w2, x2 = select.select([a.fileno(), a], [b, b.fileno()], [a], 0)
     select.select([], [], [], 0)
     select.select([a], [], [])`,
  ),
  sequence(
    "select: an epoll in an epoll, a poll, a select",
    `a, b = socketpair()
     e = select.epoll()
     e.register(a, select.EPOLLIN)
     f = select.epoll()
     f.register(e, select.EPOLLIN)
     p = select.poll()
     p.register(e, select.POLLIN)
     f.poll(0)
     p.poll(0)
     b.send(b'1')
     f.poll(0)
     p.poll(0)
     e.register(f, select.EPOLLIN)`,
  ),
  sequence(
    "select: a regular file",
    `write_file('file', b'data')
     f = open_file('file')
     e = select.epoll()
     e.register(f)
     p = select.poll()
     p.register(f)
     len(p.poll(0))
     p.poll(0)[0][1]`,
  ),
  ...family(
    "PIPE_BUF POLLIN POLLOUT POLLPRI POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLMSG POLLRDHUP EPOLLIN EPOLLOUT EPOLLPRI EPOLLERR EPOLLHUP EPOLLET EPOLLONESHOT EPOLLRDNORM EPOLLEXCLUSIVE EPOLLRDHUP EPOLL_CLOEXEC".split(
      " ",
    ),
    (name) => `select: the constant ${name}`,
    (name) => `select.${name}`,
  ),
  ...family(
    SELECTORS.flatMap((selector) => OBJECTS.map((object) => ({ selector, object }))),
    ({ selector, object }) => `selectors: ${selector}, ${object}`,
    ({ selector, object }) => `${OPEN}\nq = selectors.${selector}()
      q.register(${object}, 1)
      q.get_key(${object})
      q.unregister(${object})
      q.select(0)`,
  ),
  ...family(
    SELECTORS.flatMap((selector) => EVENTS.map((events) => ({ selector, events }))),
    ({ selector, events }) => `selectors: ${selector}, events ${events}`,
    ({ selector, events }) => `${OPEN}\nq = selectors.${selector}()
      q.register(x, ${events})
      q.select(0)
      q.register(y, 3)
      q.modify(y, ${events})
      q.select(0)`,
  ),
  ...family(
    SELECTORS.flatMap((selector) => TIMEOUTS.map((timeout) => ({ selector, timeout }))),
    ({ selector, timeout }) => `selectors: ${selector}, a timeout of ${timeout}`,
    ({ selector, timeout }) => `${OPEN}\nq = selectors.${selector}()\nq.register(x, 2)
      q.select(${timeout})`,
  ),
  ...family(
    SELECTORS,
    (selector) => `selectors: ${selector}, the registry`,
    (selector) => `a, b = socketpair()
      q = selectors.${selector}()
      q.get_key(a)
      q.unregister(a)
      q.modify(a, 1)
      len(q.get_map())
      q.register(a, selectors.EVENT_READ, 'data')
      q.register(a, selectors.EVENT_WRITE)
      q.register(a.fileno(), selectors.EVENT_WRITE)
      q.get_key(a)
      q.get_key(a.fileno())
      q.get_key(b)
      q.get_map()
      q.register(b.fileno(), selectors.EVENT_WRITE, 7)
      q.get_map()
      q.modify(a, selectors.EVENT_READ, 'other')
      q.modify(b, 3)
      q.get_key(b)
      q.unregister(b)
      q.get_map()
      q.unregister(b.fileno())
      q.select(0)
      q.close()
      q.close()
      q.get_map()
      q.get_key(a)`,
  ),
  ...family(
    SELECTORS,
    (selector) => `selectors: ${selector}, closed while it was registered`,
    (selector) => `a, b = socketpair()
      q = selectors.${selector}()
      q.register(a, 3)
      q.register(b, 3)
      b.close()
      q.get_key(b)
      q.register(b, 1)
      q.unregister(b)
      ready(q)
      q.unregister(b)
      q.unregister(a)
      q.select(0)`,
  ),
  ...family(
    SELECTORS.filter((selector) => selector !== "SelectSelector"),
    (selector) => `selectors: ${selector}, a reused descriptor`,
    (selector) => `a, b = socketpair()
      q = selectors.${selector}()
      q.register(a, 3)
      a.close()
      ready(q)
      c, d = socketpair()
      c.fileno()
      d.send(b'1')
      ready(q)
      q.unregister(a)
      q.register(c, 1)
      ready(q)`,
  ),
  sequence(
    "selectors: the default is the best available",
    `q = selectors.DefaultSelector()
     q.fileno()
     p = selectors.PollSelector()
     s = selectors.SelectSelector()
     e = selectors.EpollSelector()
     close_on_exec(e.fileno())
     selectors.EVENT_READ
     selectors.EVENT_WRITE`,
  ),
  sequence(
    "selectors: an epoll selector that was closed",
    `a, b = socketpair()
     q = selectors.EpollSelector()
     q.register(a, 1)
     q.close()
     q.select(0)
     q.register(b, 1)`,
  ),
];
