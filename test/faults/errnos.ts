// The errnos that each system call of the package may fail with, from its man page. A test fails
// when the addon makes a call that has no row here.

import { constants } from "node:os";

/** The errnos of a call, and their sources. */
export interface Row {
  readonly source: string;
  readonly errnos: readonly string[];
}

// From ip(7), tcp(7) and unix(7), and the "already-pending network errors" of accept(2): what calls
// on a connection report about the network.
const NETWORK = [
  ...["ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "ENONET"],
  ...["EPROTO", "ENOPROTOOPT"],
];

// What the kernel, its security modules and seccomp filters may return from any call.
const ANY = ["EINTR", "EIO", "ENOMEM", "ENOBUFS", "EPERM", "EACCES", "ENOSYS"];

const pages: Record<string, readonly [source: string, errnos: string]> = {
  socket: ["socket(2)", "EACCES EAFNOSUPPORT EINVAL EMFILE ENFILE ENOBUFS ENOMEM EPROTONOSUPPORT"],
  socketpair: ["socketpair(2)", "EAFNOSUPPORT EFAULT EMFILE ENFILE EOPNOTSUPP EPROTONOSUPPORT"],
  bind: [
    "bind(2)",
    "EACCES EADDRINUSE EBADF EINVAL ENOTSOCK EADDRNOTAVAIL EFAULT ELOOP ENAMETOOLONG ENOENT " +
      "ENOMEM ENOTDIR EROFS",
  ],
  listen: ["listen(2)", "EADDRINUSE EBADF ENOTSOCK EOPNOTSUPP"],
  accept4: [
    "accept(2)",
    "EAGAIN EBADF ECONNABORTED EFAULT EINTR EINVAL EMFILE ENFILE ENOBUFS ENOMEM ENOTSOCK " +
      "EOPNOTSUPP EPERM EPROTO ENOSR ESOCKTNOSUPPORT EPROTONOSUPPORT ETIMEDOUT",
  ],
  connect: [
    "connect(2)",
    "EACCES EPERM EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF ECONNREFUSED " +
      "EFAULT EINPROGRESS EINTR EISCONN ENETUNREACH ENOTSOCK EPROTOTYPE ETIMEDOUT",
  ],
  shutdown: ["shutdown(2)", "EBADF EINVAL ENOTCONN ENOTSOCK"],
  getsockname: ["getsockname(2)", "EBADF EFAULT EINVAL ENOBUFS ENOTSOCK"],
  getpeername: ["getpeername(2)", "EBADF EFAULT EINVAL ENOBUFS ENOTCONN ENOTSOCK"],
  setsockopt: ["setsockopt(2)", "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK EDOM ENODEV EPERM"],
  getsockopt: ["getsockopt(2)", "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK"],
  close: ["close(2)", "EBADF EINTR EIO ENOSPC EDQUOT ECONNRESET"],
  fcntl: ["fcntl(2)", "EACCES EAGAIN EBADF EBUSY EDEADLK EFAULT EINTR EINVAL EMFILE ENOLCK EPERM"],
  ioctl: ["ioctl(2)", "EBADF EFAULT EINVAL ENOTTY"],
  pipe2: ["pipe(2)", "EFAULT EINVAL EMFILE ENFILE ENOPKG"],
  sethostname: ["sethostname(2)", "EFAULT EINVAL ENAMETOOLONG EPERM"],
  recvfrom: ["recv(2)", "EAGAIN EBADF ECONNREFUSED EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK"],
  sendto: [
    "send(2)",
    "EACCES EAGAIN EALREADY EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN EMSGSIZE " +
      "ENOBUFS ENOMEM ENOTCONN ENOTSOCK EOPNOTSUPP EPIPE",
  ],
  recvmsg: ["recv(2)", "EAGAIN EBADF ECONNREFUSED EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK"],
  sendmsg: [
    "send(2)",
    "EACCES EAGAIN EALREADY EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN EMSGSIZE " +
      "ENOBUFS ENOMEM ENOTCONN ENOTSOCK EOPNOTSUPP EPIPE ETOOMANYREFS",
  ],
  read: ["read(2)", "EAGAIN EBADF EFAULT EINTR EINVAL EIO EISDIR"],
  write: [
    "write(2)",
    "EAGAIN EBADF EDESTADDRREQ EDQUOT EFAULT EFBIG EINTR EINVAL EIO ENOSPC EPERM EPIPE",
  ],
  sendfile: ["sendfile(2)", "EAGAIN EBADF EFAULT EINVAL EIO ENOMEM EOVERFLOW ESPIPE"],
  poll: ["poll(2)", "EFAULT EINTR EINVAL ENOMEM"],
  select: ["select(2)", "EBADF EINTR EINVAL ENOMEM"],
  epoll_create1: ["epoll_create(2)", "EINVAL EMFILE ENFILE ENOMEM"],
  epoll_ctl: ["epoll_ctl(2)", "EBADF EEXIST EINVAL ELOOP ENOENT ENOMEM ENOSPC EPERM"],
  epoll_wait: ["epoll_wait(2)", "EBADF EFAULT EINTR EINVAL"],
};

/** Calls on a connection, which also report errors of the network. */
const ON_CONNECTIONS = new Set([
  ...["accept4", "connect", "recvfrom", "sendto", "recvmsg", "sendmsg", "read", "write"],
  "sendfile",
]);

/** The calls by their kernel names, with their errnos. */
export const table: ReadonlyMap<string, Row> = new Map(
  Object.entries(pages).map(([call, [source, errnos]]) => {
    const network = ON_CONNECTIONS.has(call) ? NETWORK : [];
    return [call, { source, errnos: [...new Set([...errnos.split(" "), ...network, ...ANY])] }];
  }),
);

// Linux errnos that Node has no names for.
const OTHERS: Readonly<Record<string, number>> = {
  ...{ ENONET: 64, ENOPKG: 65, ESOCKTNOSUPPORT: 94, ETOOMANYREFS: 109, EHOSTDOWN: 112 },
};

/** Returns the number of an errno on Linux. */
export function errnoOf(name: string): number {
  const number = (constants.errno as Record<string, number>)[name] ?? OTHERS[name];
  if (number === undefined) throw new Error(`${name} has no errno number`);
  return number;
}

/** Returns the name of an errno. */
export function errnoName(number: number): string {
  const names = [...new Set([...table.values()].flatMap(({ errnos }) => errnos))];
  return names.find((name) => errnoOf(name) === number) ?? String(number);
}
