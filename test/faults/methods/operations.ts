// The methods that run under faults. Each operation prepares a world and returns the call that is
// to fail. test/faults/methods/twin.py has the same operations for CPython, under the same names.

import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { errorOf } from "bsd-sockets/errors";

import { TEXT, type World } from "./world.ts";

/** Prepares a world; the returned function is called under a fault. */
export type Operation = (world: World) => () => unknown;

const { EVENT_READ, EVENT_WRITE } = selectors;
const modes = { blocking: null, "non-blocking": 0, timeout: 5 } as const;
const RIGHTS = 64;

/** Returns the operation with each kind of timeout on the sockets it uses. */
function inEachMode(
  name: string,
  operation: (world: World) => () => unknown,
): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(modes).map(([mode, timeout]) => [
      `${name} (${mode})`,
      (world: World) => {
        const call = operation(world);
        for (const s of [world.server, world.left, world.right, world.listener]) {
          s.settimeout(timeout);
        }
        world.fresh.settimeout(timeout);
        world.datagrams.settimeout(timeout);
        return call;
      },
    ]),
  );
}

/** Creates sockets while there is a default timeout. */
function withDefaultTimeout(call: () => unknown): () => unknown {
  return () => {
    socket.setdefaulttimeout(5);
    try {
      return call();
    } finally {
      socket.setdefaulttimeout(null);
    }
  };
}

const lifecycle: Record<string, Operation> = {
  socket: (w) => () => w.keep(socket.socket()),
  "socket (default timeout)": (w) => withDefaultTimeout(() => w.keep(socket.socket())),
  "socket (fileno)": (w) => () => {
    const s = socket.socket({ fileno: w.server.fileno() });
    s.detach();
    return s.family;
  },
  socketpair: (w) => () => socket.socketpair().map((s) => w.keep(s)),
  "socketpair (default timeout)": (w) =>
    withDefaultTimeout(() => socket.socketpair().map((s) => w.keep(s))),
  fromfd: (w) => () => w.keep(socket.fromfd(w.server.fileno(), socket.AF_INET, socket.SOCK_STREAM)),
  "fromfd (default timeout)": (w) =>
    withDefaultTimeout(() =>
      w.keep(socket.fromfd(w.server.fileno(), socket.AF_INET, socket.SOCK_STREAM)),
    ),
  "socket.dup": (w) => () => w.keep(w.server.dup()),
  "socket.close": (w) => () => {
    w.server.close();
    return w.server.fileno();
  },
  close: (w) => () => {
    socket.close(w.server.detach());
  },
  bind: (w) => () => {
    w.fresh.bind(["127.0.0.1", 0]);
  },
  listen: (w) => () => {
    w.fresh.listen();
  },
  ...inEachMode("accept", (w) => {
    w.knock();
    return () => w.keep(w.listener.accept()[0]);
  }),
  "accept (default timeout)": (w) => {
    w.knock();
    return withDefaultTimeout(() => w.keep(w.listener.accept()[0]));
  },
  ...inEachMode("connect", (w) => () => {
    w.fresh.connect(w.listener.getsockname());
  }),
  ...inEachMode("connect_ex", (w) => () => w.fresh.connect_ex(w.listener.getsockname())),
  shutdown: (w) => () => {
    w.server.shutdown(socket.SHUT_RDWR);
  },
  create_server: (w) => () => w.keep(socket.create_server(["127.0.0.1", 0])),
  create_connection: (w) => () =>
    w.keep(socket.create_connection(["127.0.0.1", w.listener.getsockname()[1]])),
  "create_connection (timeout)": (w) => () => {
    const address = ["127.0.0.1", w.listener.getsockname()[1]] as const;
    const from = ["127.0.0.1", 0] as const;
    return w.keep(socket.create_connection(address, { timeout: 5, source_address: from }));
  },
};

const options: Record<string, Operation> = {
  getsockname: (w) => () => w.server.getsockname().length,
  getpeername: (w) => () => w.server.getpeername().length,
  setsockopt: (w) => () => {
    w.server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1);
  },
  getsockopt: (w) => () => w.server.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE),
  setblocking: (w) => () => {
    w.server.setblocking(false);
  },
  settimeout: (w) => () => {
    w.server.settimeout(3);
  },
  get_inheritable: (w) => () => w.server.get_inheritable(),
  set_inheritable: (w) => () => {
    w.server.set_inheritable(true);
  },
  has_dualstack_ipv6: () => () => socket.has_dualstack_ipv6(),
};

const transfer: Record<string, Operation> = {
  ...inEachMode("recv", (w) => () => w.server.recv(100)),
  ...inEachMode("recv_into", (w) => {
    const room = Buffer.alloc(100);
    return () => room.subarray(0, w.server.recv_into(room));
  }),
  ...inEachMode("recvfrom", (w) => () => w.datagrams.recvfrom(100)[0]),
  ...inEachMode("recvfrom_into", (w) => {
    const room = Buffer.alloc(100);
    return () => room.subarray(0, w.datagrams.recvfrom_into(room)[0]);
  }),
  ...inEachMode("recvmsg", (w) => () => w.right.recvmsg(100, RIGHTS)[0]),
  ...inEachMode("recvmsg_into", (w) => {
    const rooms = [Buffer.alloc(5), Buffer.alloc(95)];
    return () => {
      const [count] = w.right.recvmsg_into(rooms);
      return Buffer.concat(rooms).subarray(0, count);
    };
  }),
  ...inEachMode("send", (w) => () => w.server.send(TEXT)),
  ...inEachMode("sendall", (w) => () => {
    w.server.sendall(TEXT);
    return w.client.recv(100);
  }),
  ...inEachMode("sendto", (w) => () => w.datagrams.sendto(TEXT, w.datagrams.getsockname())),
  ...inEachMode("sendmsg", (w) => () => w.left.sendmsg([TEXT, TEXT])),
  recv_fds: (w) => {
    socket.send_fds(w.left, [Buffer.from("x")], [w.file]);
    w.right.recv(TEXT.length);
    return () => {
      const [data, fds] = socket.recv_fds(w.right, 10, 4);
      for (const fd of fds) socket.close(fd);
      return data;
    };
  },
  "sendfile (blocking)": (w) => () => w.server.sendfile(w.file),
  "sendfile (timeout)": (w) => {
    w.server.settimeout(5);
    return () => w.server.sendfile(w.file);
  },
};

const waiting: Record<string, Operation> = {
  "select.select": (w) => () =>
    select.select([w.server], [w.client], [], 5).map((list) => list.length),
  "select.poll": (w) => {
    const poll = select.poll();
    poll.register(w.server, select.POLLIN);
    return () => poll.poll(5000).length;
  },
};

const epolls: Record<string, Operation> =
  select.epoll === undefined
    ? {}
    : {
        "select.epoll": (w) => () => w.keep(select.epoll!()),
        "epoll.register": (w) => {
          const epoll = w.keep(select.epoll!());
          return () => {
            epoll.register(w.server, select.EPOLLIN);
          };
        },
        "epoll.modify": (w) => {
          const epoll = w.keep(select.epoll!());
          epoll.register(w.server, select.EPOLLIN);
          return () => {
            epoll.modify(w.server, select.EPOLLOUT!);
          };
        },
        "epoll.unregister": (w) => {
          const epoll = w.keep(select.epoll!());
          epoll.register(w.server, select.EPOLLIN);
          return () => {
            epoll.unregister(w.server);
          };
        },
        "epoll.poll": (w) => {
          const epoll = w.keep(select.epoll!());
          epoll.register(w.server, select.EPOLLIN);
          return () => epoll.poll(5).length;
        },
        "epoll.close": (w) => {
          const epoll = w.keep(select.epoll!());
          return () => {
            epoll.close();
          };
        },
      };

const classes = {
  SelectSelector: selectors.SelectSelector,
  PollSelector: selectors.PollSelector,
  EpollSelector: selectors.EpollSelector,
};

function ofSelector(name: string, Selector: selectors.SelectorClass): Record<string, Operation> {
  const made = (w: World): selectors.BaseSelector => {
    const selector = w.keep(new Selector());
    selector.register(w.server, EVENT_READ);
    return selector;
  };
  return {
    [name]: (w) => () => w.keep(new Selector()),
    [`${name}.register`]: (w) => {
      const selector = made(w);
      return () => selector.register(w.client, EVENT_WRITE).events;
    },
    [`${name}.modify`]: (w) => {
      const selector = made(w);
      return () => selector.modify(w.server, EVENT_READ | EVENT_WRITE).events;
    },
    [`${name}.unregister`]: (w) => {
      const selector = made(w);
      return () => selector.unregister(w.server).events;
    },
    [`${name}.select`]: (w) => {
      const selector = made(w);
      return () => selector.select(5).length;
    },
    [`${name}.close`]: (w) => {
      const selector = made(w);
      return () => {
        selector.close();
      };
    },
  };
}

const selectorOperations = Object.entries(classes).map(([name, Selector]) =>
  Selector === undefined ? {} : ofSelector(name, Selector),
);

/** Raw calls return -errno; throws it as an error. */
function checked(result: number): number {
  if (result < 0) throw errorOf(result);
  return result;
}

const others: Record<string, Operation> = {
  gethostbyname: () => () => socket.gethostbyname("localhost"),
  sethostname: () => {
    const name = socket.gethostname();
    return () => {
      socket.sethostname(name);
    };
  },
  "syscalls.read": (w) => {
    const room = Buffer.alloc(100);
    return () => room.subarray(0, checked(syscalls.read(w.server.fileno(), room, 0, 100)));
  },
  "syscalls.write": (w) => () => checked(syscalls.write(w.server.fileno(), TEXT, 0, TEXT.length)),
};

/** The operations by name. */
export const operations: Readonly<Record<string, Operation>> = {
  ...lifecycle,
  ...options,
  ...transfer,
  ...waiting,
  ...others,
  ...epolls,
  ...(Object.assign({}, ...selectorOperations) as Record<string, Operation>),
};
