import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";

import {
  anyInteger,
  epollSeconds,
  events,
  fd,
  fileobj,
  int,
  integer,
  pollMilliseconds,
  seconds,
  selectorFileobj,
  selectorSeconds,
  uint16,
} from "../kinds.ts";
import type { Row } from "../row.ts";

const INT_MAX = 2 ** 31 - 1;
const poller = select.poll();
// A descriptor that is not open.
const FD = 1_000_000;

const selectAndPoll: Row[] = [
  ["select.select(timeout)", seconds, (x) => select.select([], [], [], x)],
  ["select.select(rlist)", fileobj, (x) => select.select([x], [], [], 0), "fd"],
  [
    "select.Poll.register(fd)",
    fileobj,
    (x) => {
      poller.register(x);
    },
  ],
  [
    "select.Poll.register(eventmask)",
    uint16,
    (x) => {
      poller.register(0, x);
    },
  ],
  [
    "select.Poll.modify(fd)",
    fileobj,
    (x) => {
      poller.modify(x, 1);
    },
  ],
  [
    "select.Poll.modify(eventmask)",
    uint16,
    (x) => {
      poller.modify(0, x);
    },
  ],
  [
    "select.Poll.unregister(fd)",
    fileobj,
    (x) => {
      poller.unregister(x);
    },
  ],
  ["select.Poll.poll(timeout)", pollMilliseconds, (x) => poller.poll(x)],
];

const eventmask = integer(-(2 ** 31), 2 ** 32 - 1);
const maxevents = integer(-1, INT_MAX, {
  outside: (name, value) =>
    value === -2
      ? "maxevents must be greater than 0, got -2"
      : `${name} must be an integer from -2147483648 to ${INT_MAX}, not ${value}`,
});

/** An epoll or a kqueue for one call. */
function over<Made extends Disposable>(make: () => Made, call: (made: Made) => unknown): void {
  using made = make();
  call(made);
}

function epollRows({ epoll }: typeof select): Row[] {
  if (epoll === undefined) return [];
  return [
    ["new select.Epoll(fd)", fd, (x) => new select.Epoll(x, true)],
    ["select.epoll(sizehint)", int, (x) => epoll(x)],
    ["select.epoll(flags)", int, (x) => epoll(-1, x)],
    ["select.epoll.fromfd(fd)", fd, (x) => epoll.fromfd(x)],
    ["select.EpollFunction.fromfd(fd)", fd, (x) => epoll.fromfd(x)],
    [
      "select.Epoll.register(fd)",
      fileobj,
      (x) => {
        over(epoll, (made) => {
          made.register(x);
        });
      },
    ],
    [
      "select.Epoll.register(eventmask)",
      eventmask,
      (x) => {
        over(epoll, (made) => {
          made.register(FD, x);
        });
      },
    ],
    [
      "select.Epoll.modify(fd)",
      fileobj,
      (x) => {
        over(epoll, (made) => {
          made.modify(x, 1);
        });
      },
    ],
    [
      "select.Epoll.modify(eventmask)",
      eventmask,
      (x) => {
        over(epoll, (made) => {
          made.modify(FD, x);
        });
      },
    ],
    [
      "select.Epoll.unregister(fd)",
      fileobj,
      (x) => {
        over(epoll, (made) => {
          made.unregister(x);
        });
      },
    ],
    [
      "select.Epoll.poll(timeout)",
      epollSeconds,
      (x) => {
        over(epoll, (made) => made.poll(x));
      },
    ],
    [
      "select.Epoll.poll(maxevents)",
      maxevents,
      (x) => {
        over(epoll, (made) => made.poll(0, x));
      },
    ],
  ];
}

const natural = integer(0, Number.MAX_SAFE_INTEGER);
const ident = integer(0, Number.MAX_SAFE_INTEGER, { or: "others" });

function kqueueRows({ kqueue, kevent }: typeof select): Row[] {
  if (kqueue === undefined || kevent === undefined) return [];
  return [
    ["new select.Kqueue(fd)", fd, (x) => new select.Kqueue(x, true)],
    ["select.kqueue.fromfd(fd)", fd, (x) => kqueue.fromfd(x)],
    ["select.KqueueFunction.fromfd(fd)", fd, (x) => kqueue.fromfd(x)],
    ["select.kevent(ident)", ident, (x) => kevent(x)],
    ["select.kevent(filter)", anyInteger, (x) => kevent(1, x)],
    ["select.kevent(flags)", anyInteger, (x) => kevent(1, 1, x)],
    ["select.kevent(fflags)", anyInteger, (x) => kevent(1, 1, 1, x)],
    ["select.kevent(data)", anyInteger, (x) => kevent(1, 1, 1, 1, x)],
    ["select.kevent(udata)", natural, (x) => kevent(1, 1, 1, 1, 1, x)],
    [
      "select.Kqueue.control(max_events)",
      integer(0, INT_MAX),
      (x) => {
        over(kqueue, (made) => made.control(null, x));
      },
    ],
    [
      "select.Kqueue.control(timeout)",
      seconds,
      (x) => {
        over(kqueue, (made) => made.control(null, 1, x));
      },
    ],
  ];
}

const classes = {
  BaseSelector: selectors.DefaultSelector,
  EpollSelector: selectors.EpollSelector,
  KqueueSelector: selectors.KqueueSelector,
  PollSelector: selectors.PollSelector,
  SelectSelector: selectors.SelectSelector,
};

function selectorRows([name, Selector]: [string, selectors.SelectorClass | undefined]): Row[] {
  if (Selector === undefined) return [];
  const make = (): selectors.BaseSelector => new Selector();
  const method = (text: string): string => `selectors.${name}.${text}`;
  return [
    [
      method("register(fileobj)"),
      selectorFileobj,
      (x) => {
        over(make, (made) => made.register(x, 1));
      },
    ],
    [
      method("register(events)"),
      events,
      (x) => {
        over(make, (made) => made.register(FD, x));
      },
    ],
    [
      method("modify(fileobj)"),
      selectorFileobj,
      (x) => {
        over(make, (made) => made.modify(x, 1));
      },
    ],
    [
      method("modify(events)"),
      events,
      (x) => {
        over(make, (made) => {
          made.register(0, 1);
          made.modify(0, x);
        });
      },
    ],
    [
      method("unregister(fileobj)"),
      selectorFileobj,
      (x) => {
        over(make, (made) => made.unregister(x));
      },
    ],
    [
      method("get_key(fileobj)"),
      selectorFileobj,
      (x) => {
        over(make, (made) => made.get_key(x));
      },
    ],
    [
      method("select(timeout)"),
      selectorSeconds,
      (x) => {
        over(make, (made) => made.select(x));
      },
    ],
  ];
}

const mappingRows: Row[] = (["get", "has"] as const).map((name) => [
  `selectors.SelectorMapping.${name}(fileobj)`,
  selectorFileobj,
  (x) => {
    over(
      () => new selectors.PollSelector(),
      (made) => made.get_map()![name](x),
    );
  },
]);

/** True for what this system has no epoll or kqueue for. */
export function absentHere(argument: string): boolean {
  if (/^(?:new )?select\.epoll/iu.test(argument)) return select.epoll === undefined;
  if (/kqueue|kevent/iu.test(argument)) return select.kqueue === undefined;
  return argument.includes("EpollSelector") && selectors.EpollSelector === undefined;
}

export const selectRows: Row[] = [
  ...selectAndPoll,
  ...epollRows(select),
  ...kqueueRows(select),
  ...Object.entries(classes).flatMap(selectorRows),
  ...mappingRows,
];
