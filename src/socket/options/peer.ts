import { type Codec, codec } from "./codec.ts";
import { numberOf, Struct } from "./layout.ts";

/**
 * Who the peer of an AF_UNIX socket was when it connected or listened: `SO_PEERCRED`.
 *
 * @see https://man7.org/linux/man-pages/man7/unix.7.html
 */
export interface PeerCredentials {
  /** The process; 0 when there is no peer, or it is of another process namespace. */
  readonly pid: number;
  /** The effective user. */
  readonly uid: number;
  /** The effective group. */
  readonly gid: number;
}

const credentialsStruct = new Struct("ucred");

export const peerCredentials: Codec<PeerCredentials, never> = codec<PeerCredentials, never>({
  type: "PeerCredentials",
  isAvailable: credentialsStruct.isAvailable,
  capacity: credentialsStruct.size,
  decode: (bytes) => credentialsStruct.numbers(bytes) as unknown as PeerCredentials,
});

/** Who the peer of an AF_UNIX socket was, as macOS says it: `LOCAL_PEERCRED`. */
export interface PeerUser {
  /** The effective user. */
  readonly uid: number;
  /** The groups; the first is the effective one. */
  readonly groups: readonly number[];
}

const userStruct = new Struct("xucred");
const GROUP_SIZE = 4;

export const peerUser: Codec<PeerUser, never> = codec<PeerUser, never>({
  type: "PeerUser",
  isAvailable: userStruct.isAvailable,
  capacity: userStruct.size,
  decode: (bytes) => {
    const { cr_uid, cr_ngroups } = userStruct.numbers(bytes);
    const all = userStruct.part(bytes, "cr_groups");
    const groups = Array.from({ length: cr_ngroups! }, (_, index) =>
      numberOf(all.subarray(index * GROUP_SIZE, (index + 1) * GROUP_SIZE), false),
    );
    return { uid: cr_uid!, groups };
  },
});

/**
 * What memory a socket uses: `SO_MEMINFO`. All but `drops` are bytes.
 *
 * @see https://man7.org/linux/man-pages/man7/sock_diag.7.html
 */
export interface MemoryInfo {
  /** Received, and not read yet. */
  readonly rmem_alloc: number;
  /** The most that may be received: SO_RCVBUF. */
  readonly rcvbuf: number;
  /** Sent, and still with the network. */
  readonly wmem_alloc: number;
  /** The most that may be sent: SO_SNDBUF. */
  readonly sndbuf: number;
  /** Set aside for what comes next. */
  readonly fwd_alloc: number;
  /** Waiting to be sent, or to be acknowledged. */
  readonly wmem_queued: number;
  /** For options and filters. */
  readonly optmem: number;
  /** Arrived while the socket was in use, not yet looked at. */
  readonly backlog: number;
  /** How many packets were dropped. */
  readonly drops: number;
}

const memoryStruct = new Struct("sk_meminfo");

export const memoryInfo: Codec<MemoryInfo, never> = codec<MemoryInfo, never>({
  type: "MemoryInfo",
  isAvailable: memoryStruct.isAvailable,
  capacity: memoryStruct.size,
  decode: (bytes) => memoryStruct.numbers(bytes) as unknown as MemoryInfo,
});
