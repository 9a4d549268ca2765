// Creating, closing, duplicating and adopting sockets, and inheritance.

import { type Case, CONNECTION, family, sequence } from "./case.ts";

const KINDS = [
  "AF_INET, SOCK_STREAM",
  "AF_INET, SOCK_STREAM, IPPROTO_TCP",
  "AF_INET, SOCK_STREAM, IPPROTO_UDP",
  "AF_INET, SOCK_DGRAM",
  "AF_INET, SOCK_DGRAM, IPPROTO_UDP",
  "AF_INET, SOCK_DGRAM, IPPROTO_ICMP",
  "AF_INET, SOCK_SEQPACKET",
  "AF_INET, SOCK_RAW",
  "AF_INET, SOCK_RAW, IPPROTO_ICMP",
  "AF_INET, SOCK_RDM",
  "AF_INET6, SOCK_STREAM",
  "AF_INET6, SOCK_DGRAM",
  "AF_INET6, SOCK_RAW, IPPROTO_ICMPV6",
  "AF_UNIX, SOCK_STREAM",
  "AF_UNIX, SOCK_DGRAM",
  "AF_UNIX, SOCK_SEQPACKET",
  "AF_UNIX, SOCK_RAW",
  "AF_UNIX, SOCK_STREAM, 1",
  "AF_UNIX, SOCK_STREAM, 2",
  "AF_UNSPEC, SOCK_STREAM",
  "AF_NETLINK, SOCK_RAW, NETLINK_ROUTE",
  "AF_INET, SOCK_STREAM | SOCK_NONBLOCK",
  "AF_INET, SOCK_STREAM | SOCK_CLOEXEC",
  "AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC",
  "45, SOCK_STREAM",
  "AF_INET, 0",
];

export const lifecycleCases: readonly Case[] = [
  ...family(
    KINDS,
    (kind) => `lifecycle: socket(${kind})`,
    (kind) => `x = socket(${kind})
      x.family
      x.type
      x.proto
      x.fileno()
      x.gettimeout()
      is_nonblocking(x)
      close_on_exec(x)
      repr(x)
      x.getsockopt(SOL_SOCKET, SO_DOMAIN)
      x.getsockopt(SOL_SOCKET, SO_TYPE)
      x.getsockopt(SOL_SOCKET, SO_PROTOCOL)
      y = socket(fileno=dup(x.fileno()))
      y.type
      repr(y)
      x.close()
      repr(x)`,
  ),
  ...family(
    KINDS,
    (kind) => `lifecycle: socketpair(${kind})`,
    (kind) => `a, b = socketpair(${kind})
      a.getsockname()
      b.getpeername()
      a.type
      is_nonblocking(b)
      close_on_exec(a)
      close_on_exec(b)
      a.send(b'message')
      b.recv(3, MSG_DONTWAIT)
      b.recv(9, MSG_DONTWAIT)`,
  ),
  sequence(
    "lifecycle: closing twice, and what still works",
    `x = socket()
     x.fileno()
     x.close()
     x.fileno()
     x.close()
     x.detach()
     x.detach()
     repr(x)`,
  ),
  sequence(
    "lifecycle: the lowest number is reused",
    `a = socket()
     b = socket()
     c = socket()
     b.close()
     d = socket()
     d.fileno()
     a.close()
     c.close()
     e = socket()
     e.fileno()`,
  ),
  sequence(
    "lifecycle: detach leaves the descriptor open",
    `${CONNECTION}
     fd = c.detach()
     c.fileno()
     c.detach()
     c.send(b'x')
     repr(c)
     d = socket(fileno=fd)
     d.family
     d.type
     d.proto
     d.getpeername() == l.getsockname()
     d.sendall(b'still here')
     received(s, 10)
     s.recv(20)`,
  ),
  sequence("lifecycle: a detached descriptor stays open", "x = socket()\nx.detach()"),
  sequence(
    "lifecycle: a detached descriptor can be closed",
    "x = socket()\nfd = x.detach()\nclose(fd)\nclose(fd)",
  ),
  sequence(
    "lifecycle: a descriptor that was closed elsewhere",
    `x = socket()
     close(x.fileno())
     x.fileno()
     x.getsockname()
     x.settimeout(1)
     x.gettimeout()
     x.send(b'x')
     x.dup()
     x.get_inheritable()
     x.set_inheritable(True)
     repr(x)
     x.close()
     x.fileno()
     x.close()`,
  ),
  sequence(
    "lifecycle: dup shares the connection",
    `${CONNECTION}
     d = c.dup()
     d.fileno()
     d.family
     d.type
     d.proto
     close_on_exec(d)
     c.close()
     d.sendall(b'by the copy')
     received(s, 11)
     s.recv(20)
     d.close()
     wait(s, 'ended')
     s.recv(20)`,
  ),
  sequence(
    "lifecycle: fromfd duplicates, whatever its arguments",
    `a, b = socketpair()
     f = fromfd(a.fileno(), AF_UNIX, SOCK_STREAM)
     f.fileno()
     close_on_exec(f)
     f.send(b'x')
     b.recv(2)
     g = fromfd(a.fileno(), AF_INET, SOCK_DGRAM, 17)
     g.family
     g.type
     g.proto
     g.getsockname()
     fromfd(a.fileno(), AF_UNIX)
     fromfd(1000000, AF_UNIX, SOCK_STREAM)
     fromfd(-1, AF_UNIX, SOCK_STREAM)`,
  ),
  sequence(
    "lifecycle: adopting a descriptor, with some of its properties given",
    `a, b = socketpair(AF_UNIX, SOCK_DGRAM)
     x = socket(fileno=dup(a.fileno()))
     x.family
     x.type
     y = socket(family=AF_INET, fileno=dup(a.fileno()))
     y.family
     y.type
     z = socket(AF_INET6, SOCK_RAW, 7, dup(a.fileno()))
     z.family
     z.type
     z.proto
     close_on_exec(x)
     x.gettimeout()`,
  ),
  sequence(
    "lifecycle: adopting a listener and a connection",
    `${CONNECTION}
     x = socket(fileno=dup(l.fileno()))
     x.getsockopt(SOL_SOCKET, SO_ACCEPTCONN)
     repr(x)
     y = socket(fileno=dup(s.fileno()))
     y.getpeername() == c.getsockname()
     repr(y)`,
  ),
  sequence(
    "lifecycle: adopting a descriptor that is not a socket",
    `q = selectors.EpollSelector()
     socket(fileno=q.fileno())
     socket(AF_INET, SOCK_STREAM, 0, q.fileno())
     socket(fileno=50)
     socket(fileno=1000000)
     socket(fileno=-1)`,
  ),
  sequence(
    "lifecycle: set_inheritable there and back",
    `x = socket()
     x.get_inheritable()
     close_on_exec(x)
     x.set_inheritable(True)
     x.get_inheritable()
     close_on_exec(x)
     d = x.dup()
     d.get_inheritable()
     x.set_inheritable(False)
     x.get_inheritable()
     close_on_exec(x)`,
  ),
  sequence(
    "lifecycle: accepted sockets, pairs and epolls are not inherited",
    `${CONNECTION}
     close_on_exec(l)
     close_on_exec(s)
     a, b = socketpair()
     close_on_exec(a)
     close_on_exec(b)
     p = select.epoll()
     close_on_exec(p.fileno())
     close_on_exec(dup(c.fileno()))`,
  ),
  sequence(
    "lifecycle: the module's close and dup",
    `x = socket()
     fd = dup(x.fileno())
     close_on_exec(fd)
     close(fd)
     close(fd)
     dup(fd)
     close(-1)
     dup(-1)`,
  ),
  sequence(
    "lifecycle: repr in each stage of a life",
    `l = socket()
     repr(l)
     l.bind(('127.0.0.1', 0))
     repr(l)
     l.listen()
     repr(l)
     c = socket()
     c.connect(l.getsockname())
     repr(c)
     wait(l, 'readable')
     s, peer = l.accept()
     repr(s)
     s.close()
     repr(s)
     wait(c, 'ended')
     repr(c)
     str(c)
     u = socket(AF_UNIX)
     repr(u)
     u.bind('path')
     repr(u)
     v = socket(AF_UNIX)
     v.bind(abstract(b'name'))
     repr(v)
     w = socket(AF_INET6)
     w.bind(('::1', 0))
     repr(w)`,
  ),
];
