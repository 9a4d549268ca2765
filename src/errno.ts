/**
 * The error numbers of `<errno.h>`, like in Python's `errno`. The numbers come from the headers
 * that the addon was built with; a name that the operating system lacks is `undefined`. For their
 * meaning, see [errno(3)](https://man7.org/linux/man-pages/man3/errno.3.html).
 *
 * @module
 */

import { errnoConstants as numbers, knownIn } from "./addon/constants.ts";

const known = knownIn(numbers);

/**
 * Maps each number to its name: `errorcode.get(111)` is `"ECONNREFUSED"` on Linux. If two names
 * share a number, it is the one that Python prefers (`EAGAIN`, not `EWOULDBLOCK`).
 */
export const errorcode: ReadonlyMap<number, string> = namesByNumber();

function namesByNumber(): Map<number, string> {
  const aliases = new Set(["EWOULDBLOCK", "EDEADLK", "EOPNOTSUPP"]);
  const entries = Object.entries(numbers).map(([name, number]) => [number, name] as const);
  const isAlias = (name: string): number => (aliases.has(name) ? 0 : 1);
  return new Map(entries.sort((a, b) => isAlias(a[1]) - isAlias(b[1])));
}

export const E2BIG: number = known("E2BIG");
export const EACCES: number = known("EACCES");
export const EADDRINUSE: number = known("EADDRINUSE");
export const EADDRNOTAVAIL: number = known("EADDRNOTAVAIL");
export const EAFNOSUPPORT: number = known("EAFNOSUPPORT");
export const EAGAIN: number = known("EAGAIN");
export const EALREADY: number = known("EALREADY");
export const EBADF: number = known("EBADF");
export const EBADMSG: number = known("EBADMSG");
export const EBUSY: number = known("EBUSY");
export const ECANCELED: number = known("ECANCELED");
export const ECHILD: number = known("ECHILD");
export const ECONNABORTED: number = known("ECONNABORTED");
export const ECONNREFUSED: number = known("ECONNREFUSED");
export const ECONNRESET: number = known("ECONNRESET");
export const EDEADLK: number = known("EDEADLK");
export const EDESTADDRREQ: number = known("EDESTADDRREQ");
export const EDOM: number = known("EDOM");
export const EDQUOT: number = known("EDQUOT");
export const EEXIST: number = known("EEXIST");
export const EFAULT: number = known("EFAULT");
export const EFBIG: number = known("EFBIG");
export const EHOSTDOWN: number = known("EHOSTDOWN");
export const EHOSTUNREACH: number = known("EHOSTUNREACH");
export const EIDRM: number = known("EIDRM");
export const EILSEQ: number = known("EILSEQ");
export const EINPROGRESS: number = known("EINPROGRESS");
export const EINTR: number = known("EINTR");
export const EINVAL: number = known("EINVAL");
export const EIO: number = known("EIO");
export const EISCONN: number = known("EISCONN");
export const EISDIR: number = known("EISDIR");
export const ELOOP: number = known("ELOOP");
export const EMFILE: number = known("EMFILE");
export const EMLINK: number = known("EMLINK");
export const EMSGSIZE: number = known("EMSGSIZE");
export const EMULTIHOP: number = known("EMULTIHOP");
export const ENAMETOOLONG: number = known("ENAMETOOLONG");
export const ENETDOWN: number = known("ENETDOWN");
export const ENETRESET: number = known("ENETRESET");
export const ENETUNREACH: number = known("ENETUNREACH");
export const ENFILE: number = known("ENFILE");
export const ENOBUFS: number = known("ENOBUFS");
export const ENODEV: number = known("ENODEV");
export const ENOENT: number = known("ENOENT");
export const ENOEXEC: number = known("ENOEXEC");
export const ENOLCK: number = known("ENOLCK");
export const ENOLINK: number = known("ENOLINK");
export const ENOMEM: number = known("ENOMEM");
export const ENOMSG: number = known("ENOMSG");
export const ENOPROTOOPT: number = known("ENOPROTOOPT");
export const ENOSPC: number = known("ENOSPC");
export const ENOSYS: number = known("ENOSYS");
export const ENOTBLK: number = known("ENOTBLK");
export const ENOTCONN: number = known("ENOTCONN");
export const ENOTDIR: number = known("ENOTDIR");
export const ENOTEMPTY: number = known("ENOTEMPTY");
export const ENOTRECOVERABLE: number = known("ENOTRECOVERABLE");
export const ENOTSOCK: number = known("ENOTSOCK");
export const ENOTSUP: number = known("ENOTSUP");
export const ENOTTY: number = known("ENOTTY");
export const ENXIO: number = known("ENXIO");
export const EOPNOTSUPP: number = known("EOPNOTSUPP");
export const EOVERFLOW: number = known("EOVERFLOW");
export const EOWNERDEAD: number = known("EOWNERDEAD");
export const EPERM: number = known("EPERM");
export const EPFNOSUPPORT: number = known("EPFNOSUPPORT");
export const EPIPE: number = known("EPIPE");
export const EPROTO: number = known("EPROTO");
export const EPROTONOSUPPORT: number = known("EPROTONOSUPPORT");
export const EPROTOTYPE: number = known("EPROTOTYPE");
export const ERANGE: number = known("ERANGE");
export const EREMOTE: number = known("EREMOTE");
export const EROFS: number = known("EROFS");
export const ESHUTDOWN: number = known("ESHUTDOWN");
export const ESOCKTNOSUPPORT: number = known("ESOCKTNOSUPPORT");
export const ESPIPE: number = known("ESPIPE");
export const ESRCH: number = known("ESRCH");
export const ESTALE: number = known("ESTALE");
export const ETIMEDOUT: number = known("ETIMEDOUT");
export const ETOOMANYREFS: number = known("ETOOMANYREFS");
export const ETXTBSY: number = known("ETXTBSY");
export const EUSERS: number = known("EUSERS");
export const EWOULDBLOCK: number = known("EWOULDBLOCK");
export const EXDEV: number = known("EXDEV");

// Names that only some systems have.
export const EADV: number | undefined = numbers["EADV"];
export const EBADE: number | undefined = numbers["EBADE"];
export const EBADFD: number | undefined = numbers["EBADFD"];
export const EBADR: number | undefined = numbers["EBADR"];
export const EBADRQC: number | undefined = numbers["EBADRQC"];
export const EBADSLT: number | undefined = numbers["EBADSLT"];
export const EBFONT: number | undefined = numbers["EBFONT"];
export const ECHRNG: number | undefined = numbers["ECHRNG"];
export const ECOMM: number | undefined = numbers["ECOMM"];
export const EDEADLOCK: number | undefined = numbers["EDEADLOCK"];
export const EDOTDOT: number | undefined = numbers["EDOTDOT"];
export const EISNAM: number | undefined = numbers["EISNAM"];
export const EKEYEXPIRED: number | undefined = numbers["EKEYEXPIRED"];
export const EKEYREJECTED: number | undefined = numbers["EKEYREJECTED"];
export const EKEYREVOKED: number | undefined = numbers["EKEYREVOKED"];
export const EL2HLT: number | undefined = numbers["EL2HLT"];
export const EL2NSYNC: number | undefined = numbers["EL2NSYNC"];
export const EL3HLT: number | undefined = numbers["EL3HLT"];
export const EL3RST: number | undefined = numbers["EL3RST"];
export const ELIBACC: number | undefined = numbers["ELIBACC"];
export const ELIBBAD: number | undefined = numbers["ELIBBAD"];
export const ELIBEXEC: number | undefined = numbers["ELIBEXEC"];
export const ELIBMAX: number | undefined = numbers["ELIBMAX"];
export const ELIBSCN: number | undefined = numbers["ELIBSCN"];
export const ELNRNG: number | undefined = numbers["ELNRNG"];
export const EMEDIUMTYPE: number | undefined = numbers["EMEDIUMTYPE"];
export const ENAVAIL: number | undefined = numbers["ENAVAIL"];
export const ENOANO: number | undefined = numbers["ENOANO"];
export const ENOCSI: number | undefined = numbers["ENOCSI"];
export const ENODATA: number | undefined = numbers["ENODATA"];
export const ENOKEY: number | undefined = numbers["ENOKEY"];
export const ENOMEDIUM: number | undefined = numbers["ENOMEDIUM"];
export const ENONET: number | undefined = numbers["ENONET"];
export const ENOPKG: number | undefined = numbers["ENOPKG"];
export const ENOSR: number | undefined = numbers["ENOSR"];
export const ENOSTR: number | undefined = numbers["ENOSTR"];
export const ENOTNAM: number | undefined = numbers["ENOTNAM"];
export const ENOTUNIQ: number | undefined = numbers["ENOTUNIQ"];
export const EREMCHG: number | undefined = numbers["EREMCHG"];
export const EREMOTEIO: number | undefined = numbers["EREMOTEIO"];
export const ERESTART: number | undefined = numbers["ERESTART"];
export const ERFKILL: number | undefined = numbers["ERFKILL"];
export const ESRMNT: number | undefined = numbers["ESRMNT"];
export const ESTRPIPE: number | undefined = numbers["ESTRPIPE"];
export const ETIME: number | undefined = numbers["ETIME"];
export const EUCLEAN: number | undefined = numbers["EUCLEAN"];
export const EUNATCH: number | undefined = numbers["EUNATCH"];
export const EXFULL: number | undefined = numbers["EXFULL"];
