// create_server and create_connection.

import { type Case, family, LISTENER, NOBODY, sequence } from "./case.ts";

const SERVERS = [
  "create_server(('127.0.0.1', 0))",
  "create_server(('', 0))",
  "create_server(('localhost', 0))",
  "create_server(('127.0.0.1', 0), family=AF_INET)",
  "create_server(('127.0.0.1', 0), backlog=0)",
  "create_server(('127.0.0.1', 0), backlog=-1)",
  "create_server(('127.0.0.1', 0), backlog=None)",
  "create_server(('127.0.0.1', 0), backlog=5000000000)",
  "create_server(('127.0.0.1', 0), backlog='1')",
  "create_server(('127.0.0.1', 0), reuse_port=True)",
  "create_server(('127.0.0.1', 0), dualstack_ipv6=True)",
  "create_server(('::1', 0), family=AF_INET6)",
  "create_server(('::1', 0), family=AF_INET6, dualstack_ipv6=True)",
  "create_server(('', 0), family=AF_INET6, dualstack_ipv6=True)",
  "create_server(('::', 0), family=AF_INET6)",
  "create_server(('::1', 0, 0, 0), family=AF_INET6)",
  "create_server(('1.2.3.4', 0))",
  "create_server(('no-such-name.invalid', 0))",
  "create_server(('127.0.0.1', 65536))",
  "create_server(('127.0.0.1',))",
  "create_server('127.0.0.1')",
  "create_server(None)",
  "create_server(('127.0.0.1', 0), family=99)",
  "create_server('path', family=AF_UNIX)",
];

const CONNECTIONS = [
  "create_connection(l.getsockname())",
  "create_connection(('localhost', l.getsockname()[1]))",
  "create_connection(l.getsockname(), timeout=5)",
  "create_connection(l.getsockname(), source_address=('127.0.0.1', 0))",
  "create_connection(l.getsockname(), source_address=('127.0.0.2', 0))",
  "create_connection(l.getsockname(), source_address=('1.2.3.4', 0))",
  "create_connection(l.getsockname(), source_address=l.getsockname())",
  "create_connection(l.getsockname(), source_address=None)",
  "create_connection(nobody.getsockname())",
  "create_connection(nobody.getsockname(), all_errors=True)",
  "create_connection(nobody.getsockname(), all_errors=False)",
  "create_connection(('localhost', nobody.getsockname()[1]), all_errors=True)",
  "create_connection(('no-such-name.invalid', 80))",
  "create_connection(('no-such-name.invalid', 80), all_errors=True)",
  "create_connection(('127.0.0.1', 0))",
  "create_connection(('127.0.0.1', 65536))",
  "create_connection(('127.0.0.1', -1))",
  "create_connection(('127.0.0.1', 'no-such-service'))",
  "create_connection(('127.0.0.1',))",
  "create_connection(None)",
  "create_connection(l.getsockname(), timeout='1')",
  "create_connection(l.getsockname(), timeout=-1)",
  "create_connection(l.getsockname(), source_address='127.0.0.1')",
];

export const serverCases: readonly Case[] = [
  ...family(
    SERVERS,
    (call) => `servers: ${call}`,
    (call) => `x = ${call}
      x.getsockname()
      x.family
      x.type
      x.gettimeout()
      close_on_exec(x)
      x.getsockopt(SOL_SOCKET, SO_REUSEADDR)
      x.getsockopt(SOL_SOCKET, SO_REUSEPORT)
      x.getsockopt(SOL_SOCKET, SO_ACCEPTCONN)
      x.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY)`,
  ),
  ...family(
    CONNECTIONS,
    (call) => `servers: ${call}`,
    (call) => `${LISTENER}\n${NOBODY}\nx = ${call}\nx.getsockname()
      x.getpeername() == l.getsockname()\nx.gettimeout()`,
  ),
  sequence(
    "servers: the same address twice",
    `at = own_address()
     a = create_server(at)
     create_server(at)
     create_server(at, reuse_port=True)
     a.close()
     b = create_server(at, reuse_port=True)
     c = create_server(at, reuse_port=True)
     create_server(at)
     b.close()
     c.close()
     d = create_server(at)`,
  ),
  sequence(
    "servers: IPv4 and IPv6 at one dual-stack server",
    `x = create_server(('', 0), family=AF_INET6, dualstack_ipv6=True)
     a = create_connection(('127.0.0.1', x.getsockname()[1]))
     wait(x, 'readable')
     s, peer = x.accept()
     peer
     b = create_connection(('::1', x.getsockname()[1]))
     wait(x, 'readable')
     t, other = x.accept()
     other
     s.getsockname()
     t.getsockname()`,
  ),
];
