import { epoll_create1, kqueue } from "bsd-sockets/syscalls";

import { type Argument, fd, FD, timeout } from "./kinds.ts";

const selectable = (name: string): Argument => [name, "selectable", Int32Array.of(0)];
const epfd: Argument = ["epfd", "fd", FD];

const epollFunctions: Record<string, Argument[]> = {
  epoll_create1: [["flags", "int", 1]],
  epoll_ctl: [epfd, ["operation", "int", 1], fd, ["events", "epollEvents", 1]],
  epoll_wait: [epfd, ["ready", "pairs", new Int32Array(2)], timeout],
};

const kqueueFunctions: Record<string, Argument[]> = {
  kqueue: [],
  kevent: [
    ["kq", "fd", FD],
    ["changes", "kevents", new Float64Array(6)],
    ["events", "keventRoom", new Float64Array(6)],
    timeout,
  ],
};

/** The functions of native/select/ */
export const selectFunctions: Record<string, Argument[]> = {
  select: [selectable("readers"), selectable("writers"), selectable("exceptional"), timeout],
  poll: [["fds", "pollfds", new Int32Array(2)], timeout],
  ...(epoll_create1 === undefined ? {} : epollFunctions),
  ...(kqueue === undefined ? {} : kqueueFunctions),
};
