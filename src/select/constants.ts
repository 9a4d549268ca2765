/**
 * The constants of `<poll.h>`, `<sys/epoll.h>` and `<sys/event.h>`, with CPython's names. The
 * numbers come from the headers that the addon was built with; a name that the operating system
 * lacks is `undefined`.
 *
 * @module
 */

import { knownIn, selectConstants as constants } from "../addon/constants.ts";

const known = knownIn(constants);

// Limits.

/** {@link select} accepts only descriptors below it. */
export const FD_SETSIZE: number = known("FD_SETSIZE");
/**
 * The maximum number of bytes that a write to a pipe transfers atomically: `pipe(7)`. A pipe that
 * is reported as writable accepts that many at once.
 */
export const PIPE_BUF: number = known("PIPE_BUF");

// Events of poll(2).

/** There is an error; always reported. */
export const POLLERR: number = known("POLLERR");
/** The other end has hung up; always reported. */
export const POLLHUP: number = known("POLLHUP");
/** There is data to read, or a connection to accept. */
export const POLLIN: number = known("POLLIN");
/** Unused. */
export const POLLMSG: number | undefined = constants["POLLMSG"];
/** The descriptor is not open; always reported. */
export const POLLNVAL: number = known("POLLNVAL");
/** Writing would not block. */
export const POLLOUT: number = known("POLLOUT");
/** There is urgent data to read, such as out-of-band data of TCP. */
export const POLLPRI: number = known("POLLPRI");
/** There is priority data to read. */
export const POLLRDBAND: number = known("POLLRDBAND");
/** The peer has shut down its writing half. */
export const POLLRDHUP: number | undefined = constants["POLLRDHUP"];
/** Like POLLIN. */
export const POLLRDNORM: number = known("POLLRDNORM");
/** A flag of /dev/poll; unused. */
export const POLLREMOVE: number | undefined = constants["POLLREMOVE"];
/** Priority data may be written. */
export const POLLWRBAND: number = known("POLLWRBAND");
/** Like POLLOUT. */
export const POLLWRNORM: number = known("POLLWRNORM");

// Events and flags of epoll_ctl(2).

/** There is an error; always reported. */
export const EPOLLERR: number | undefined = constants["EPOLLERR"];
/**
 * Edge-triggered: reported when it becomes so, not while it is so. JavaScript's `|` makes a
 * negative number of a mask with it, which is taken all the same.
 */
export const EPOLLET: number | undefined = constants["EPOLLET"];
/** An event wakes not all of the epolls that watch the descriptor, but at least one. */
export const EPOLLEXCLUSIVE: number | undefined = constants["EPOLLEXCLUSIVE"];
/** The other end has hung up; always reported. */
export const EPOLLHUP: number | undefined = constants["EPOLLHUP"];
/** There is data to read, or a connection to accept. */
export const EPOLLIN: number | undefined = constants["EPOLLIN"];
/** Unused. */
export const EPOLLMSG: number | undefined = constants["EPOLLMSG"];
/** The descriptor is not open. */
export const EPOLLNVAL: number | undefined = constants["EPOLLNVAL"];
/** Reports one event, then none until {@link Epoll.modify}. */
export const EPOLLONESHOT: number | undefined = constants["EPOLLONESHOT"];
/** Writing would not block. */
export const EPOLLOUT: number | undefined = constants["EPOLLOUT"];
/** There is urgent data to read, such as out-of-band data of TCP. */
export const EPOLLPRI: number | undefined = constants["EPOLLPRI"];
/** There is priority data to read. */
export const EPOLLRDBAND: number | undefined = constants["EPOLLRDBAND"];
/** The peer has shut down its writing half. */
export const EPOLLRDHUP: number | undefined = constants["EPOLLRDHUP"];
/** Like EPOLLIN. */
export const EPOLLRDNORM: number | undefined = constants["EPOLLRDNORM"];
/** Keeps the system awake while the event is handled. */
export const EPOLLWAKEUP: number | undefined = constants["EPOLLWAKEUP"];
/** Priority data may be written. */
export const EPOLLWRBAND: number | undefined = constants["EPOLLWRBAND"];
/** Like EPOLLOUT. */
export const EPOLLWRNORM: number | undefined = constants["EPOLLWRNORM"];
/** For `epoll_create1(2)`: close-on-exec. */
export const EPOLL_CLOEXEC: number | undefined = constants["EPOLL_CLOEXEC"];
/** For `epoll_ctl(2)`: watch a descriptor. */
export const EPOLL_CTL_ADD: number | undefined = constants["EPOLL_CTL_ADD"];
/** For `epoll_ctl(2)`: stop watching it. */
export const EPOLL_CTL_DEL: number | undefined = constants["EPOLL_CTL_DEL"];
/** For `epoll_ctl(2)`: change its events. */
export const EPOLL_CTL_MOD: number | undefined = constants["EPOLL_CTL_MOD"];

// Flags of kevent(2): https://man.freebsd.org/cgi/man.cgi?query=kevent

/** Add the filter, or change it. */
export const KQ_EV_ADD: number | undefined = constants["KQ_EV_ADD"];
/** Report changes of the state instead of the state. */
export const KQ_EV_CLEAR: number | undefined = constants["KQ_EV_CLEAR"];
/** Remove the filter. */
export const KQ_EV_DELETE: number | undefined = constants["KQ_EV_DELETE"];
/** Do not report its events. */
export const KQ_EV_DISABLE: number | undefined = constants["KQ_EV_DISABLE"];
/** Report one event, then disable it. */
export const KQ_EV_DISPATCH: number | undefined = constants["KQ_EV_DISPATCH"];
/** Report its events. */
export const KQ_EV_ENABLE: number | undefined = constants["KQ_EV_ENABLE"];
/** The other end has hung up. */
export const KQ_EV_EOF: number | undefined = constants["KQ_EV_EOF"];
/** A change has failed, or is confirmed. */
export const KQ_EV_ERROR: number | undefined = constants["KQ_EV_ERROR"];
/** A flag of the filter. */
export const KQ_EV_FLAG1: number | undefined = constants["KQ_EV_FLAG1"];
/** Report one event, then remove it. */
export const KQ_EV_ONESHOT: number | undefined = constants["KQ_EV_ONESHOT"];
/** Confirm the change with an event, whether it succeeded or failed. */
export const KQ_EV_RECEIPT: number | undefined = constants["KQ_EV_RECEIPT"];
/** Reserved by the system. */
export const KQ_EV_SYSFLAGS: number | undefined = constants["KQ_EV_SYSFLAGS"];

// Filters of kevent(2).

/** Asynchronous I/O has ended. */
export const KQ_FILTER_AIO: number | undefined = constants["KQ_FILTER_AIO"];
/** There is an exceptional condition. */
export const KQ_FILTER_EXCEPT: number | undefined = constants["KQ_FILTER_EXCEPT"];
/** File systems have changed. */
export const KQ_FILTER_FS: number | undefined = constants["KQ_FILTER_FS"];
/** A Mach port has a message. */
export const KQ_FILTER_MACHPORT: number | undefined = constants["KQ_FILTER_MACHPORT"];
/** A network interface has changed. */
export const KQ_FILTER_NETDEV: number | undefined = constants["KQ_FILTER_NETDEV"];
/** A process has changed. */
export const KQ_FILTER_PROC: number | undefined = constants["KQ_FILTER_PROC"];
/** The process of a descriptor has changed. */
export const KQ_FILTER_PROCDESC: number | undefined = constants["KQ_FILTER_PROCDESC"];
/** There is data to read. */
export const KQ_FILTER_READ: number | undefined = constants["KQ_FILTER_READ"];
/** A signal has arrived. */
export const KQ_FILTER_SIGNAL: number | undefined = constants["KQ_FILTER_SIGNAL"];
/** Time has passed. */
export const KQ_FILTER_TIMER: number | undefined = constants["KQ_FILTER_TIMER"];
/** The program triggers it. */
export const KQ_FILTER_USER: number | undefined = constants["KQ_FILTER_USER"];
/** Memory is short. */
export const KQ_FILTER_VM: number | undefined = constants["KQ_FILTER_VM"];
/** A file has changed. */
export const KQ_FILTER_VNODE: number | undefined = constants["KQ_FILTER_VNODE"];
/** Writing would not block. */
export const KQ_FILTER_WRITE: number | undefined = constants["KQ_FILTER_WRITE"];

// Notes of the filters of kevent(2).

/** `data` is a time of day. */
export const KQ_NOTE_ABSOLUTE: number | undefined = constants["KQ_NOTE_ABSOLUTE"];
/** Its attributes were changed. */
export const KQ_NOTE_ATTRIB: number | undefined = constants["KQ_NOTE_ATTRIB"];
/** This is a child of a followed process. */
export const KQ_NOTE_CHILD: number | undefined = constants["KQ_NOTE_CHILD"];
/** The file was deleted. */
export const KQ_NOTE_DELETE: number | undefined = constants["KQ_NOTE_DELETE"];
/** The process has executed a program. */
export const KQ_NOTE_EXEC: number | undefined = constants["KQ_NOTE_EXEC"];
/** The process has exited. */
export const KQ_NOTE_EXIT: number | undefined = constants["KQ_NOTE_EXIT"];
/** Its exit status is in `data`. */
export const KQ_NOTE_EXITSTATUS: number | undefined = constants["KQ_NOTE_EXITSTATUS"];
/** The file has grown. */
export const KQ_NOTE_EXTEND: number | undefined = constants["KQ_NOTE_EXTEND"];
/** AND the flags. */
export const KQ_NOTE_FFAND: number | undefined = constants["KQ_NOTE_FFAND"];
/** Copy the flags. */
export const KQ_NOTE_FFCOPY: number | undefined = constants["KQ_NOTE_FFCOPY"];
/** Mask of the four above. */
export const KQ_NOTE_FFCTRLMASK: number | undefined = constants["KQ_NOTE_FFCTRLMASK"];
/** Mask of the program's own flags. */
export const KQ_NOTE_FFLAGSMASK: number | undefined = constants["KQ_NOTE_FFLAGSMASK"];
/** Leave the flags alone. */
export const KQ_NOTE_FFNOP: number | undefined = constants["KQ_NOTE_FFNOP"];
/** OR the flags. */
export const KQ_NOTE_FFOR: number | undefined = constants["KQ_NOTE_FFOR"];
/** The process has forked. */
export const KQ_NOTE_FORK: number | undefined = constants["KQ_NOTE_FORK"];
/** Its link count was changed. */
export const KQ_NOTE_LINK: number | undefined = constants["KQ_NOTE_LINK"];
/** The link is down. */
export const KQ_NOTE_LINKDOWN: number | undefined = constants["KQ_NOTE_LINKDOWN"];
/** The state of the link is invalid. */
export const KQ_NOTE_LINKINV: number | undefined = constants["KQ_NOTE_LINKINV"];
/** The link is up. */
export const KQ_NOTE_LINKUP: number | undefined = constants["KQ_NOTE_LINKUP"];
/** Ready only with `data` bytes. */
export const KQ_NOTE_LOWAT: number | undefined = constants["KQ_NOTE_LOWAT"];
/** `data` is in milliseconds. */
export const KQ_NOTE_MSECONDS: number | undefined = constants["KQ_NOTE_MSECONDS"];
/** `data` is in nanoseconds. */
export const KQ_NOTE_NSECONDS: number | undefined = constants["KQ_NOTE_NSECONDS"];
/** There is out-of-band data. */
export const KQ_NOTE_OOB: number | undefined = constants["KQ_NOTE_OOB"];
/** Mask of the flags of processes. */
export const KQ_NOTE_PCTRLMASK: number | undefined = constants["KQ_NOTE_PCTRLMASK"];
/** Mask of the data of processes. */
export const KQ_NOTE_PDATAMASK: number | undefined = constants["KQ_NOTE_PDATAMASK"];
/** It was renamed. */
export const KQ_NOTE_RENAME: number | undefined = constants["KQ_NOTE_RENAME"];
/** Access to it was revoked. */
export const KQ_NOTE_REVOKE: number | undefined = constants["KQ_NOTE_REVOKE"];
/** `data` is in seconds. */
export const KQ_NOTE_SECONDS: number | undefined = constants["KQ_NOTE_SECONDS"];
/** The process has received a signal. */
export const KQ_NOTE_SIGNAL: number | undefined = constants["KQ_NOTE_SIGNAL"];
/** Follow forks. */
export const KQ_NOTE_TRACK: number | undefined = constants["KQ_NOTE_TRACK"];
/** A child could not be followed. */
export const KQ_NOTE_TRACKERR: number | undefined = constants["KQ_NOTE_TRACKERR"];
/** Trigger the filter. */
export const KQ_NOTE_TRIGGER: number | undefined = constants["KQ_NOTE_TRIGGER"];
/** `data` is in microseconds. */
export const KQ_NOTE_USECONDS: number | undefined = constants["KQ_NOTE_USECONDS"];
/** The file was written. */
export const KQ_NOTE_WRITE: number | undefined = constants["KQ_NOTE_WRITE"];
