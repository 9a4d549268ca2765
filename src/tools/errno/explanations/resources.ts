import type { Explanations } from "../explanation.ts";

/** Errors of descriptors, memory and limits. */
export const resources: Explanations = {
  EBADF: {
    meetings: [
      ["any call", "the descriptor is not open: it was closed, by this code or by another owner"],
      ["select", "one of the descriptors was closed while it is watched"],
      ["sendmsg", "SCM_RIGHTS passes a descriptor that is not open"],
    ],
    wayOut:
      "Close each descriptor once, and in one place; unregister it from selectors before. A number is " +
      "given out again soon, so that a stale one may hit another file.",
  },
  ENOTSOCK: {
    meetings: [["any socket call", "the descriptor is open, but is a file, a pipe or a terminal"]],
    wayOut: "A number was mixed up, or closed and given out again: “ls -l /proc/PID/fd” shows it.",
  },
  EMFILE: {
    meetings: [
      ["socket, accept, dup", "this process has as many descriptors as it may: ulimit -n"],
    ],
    wayOut:
      "Close what is done, and raise the limit. After accept the connection still waits, so the " +
      "listener stays readable: a loop spins unless it stops watching it for a while.",
  },
  ENFILE: {
    meetings: [
      ["socket, accept", "the whole system has as many open files as it may: fs.file-max"],
    ],
    wayOut: "Look for the process that leaks descriptors; as EMFILE.",
  },
  ENOBUFS: {
    meetings: [
      ["send (UDP, raw, packet)", "the interface's queue is full (macOS, BSD), or memory is short"],
      ["recv (netlink)", "messages came faster than they were read, and some are lost"],
      ["setsockopt", "too many multicast groups"],
    ],
    wayOut: "Send slower, or enlarge the buffer. After netlink's, ask for the whole list again.",
  },
  ENOMEM: {
    meetings: [
      ["any call", "the kernel has no memory for it"],
      ["setsockopt", "beyond net.core.optmem_max, as with many groups or filters"],
    ],
    wayOut: "Close sockets, use smaller buffers.",
  },
  EFAULT: {
    meetings: [["any call", "an address points outside the process's memory"]],
    wayOut: "A mistake in C. The functions of this package check their memory before the call.",
  },
  EEXIST: {
    meetings: [["epoll_ctl", "ADD of a descriptor that is in the set already"]],
    wayOut: "Use modify for new events. A path that exists is EADDRINUSE in bind.",
  },
  ENOSPC: {
    meetings: [["epoll_ctl", "more watches than the user may have: fs.epoll.max_user_watches"]],
    wayOut: "Watch fewer descriptors, or raise the limit.",
  },
  ETOOMANYREFS: {
    meetings: [["sendmsg (UNIX)", "too many passed descriptors are on their way and not received"]],
    wayOut: "Have the peer receive them, or raise ulimit -n.",
  },
  ENOSYS: {
    meetings: [["any call", "the kernel is too old for it, or a sandbox hides it"]],
    wayOut: "Look at the man page's history for the version that it needs.",
  },
  ENOTTY: {
    meetings: [["ioctl", "this kind of descriptor does not know the request"]],
    wayOut: "Is it the right descriptor, and the right request?",
  },
};
