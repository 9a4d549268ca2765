import { type Codec, codec } from "./codec.ts";
import { numberOf, Struct } from "./layout.ts";

/**
 * The process, user and group of an AF_UNIX peer when it connected or listened: `SO_PEERCRED`.
 *
 * @see https://man7.org/linux/man-pages/man7/unix.7.html
 */
export interface PeerCredentials {
  /** The process; 0 if there is no peer, or if it is in another process namespace. */
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

/** The user and groups of an AF_UNIX peer on macOS: `LOCAL_PEERCRED`. */
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
 * The memory that a socket uses: `SO_MEMINFO`. All fields but `drops` are bytes.
 *
 * @see https://man7.org/linux/man-pages/man7/sock_diag.7.html
 */
export interface MemoryInfo {
  /** Received data that the program has not read yet. */
  readonly rmem_alloc: number;
  /** The limit of received data: SO_RCVBUF. */
  readonly rcvbuf: number;
  /** Data in the send queues of the device. */
  readonly wmem_alloc: number;
  /** The limit of data to send: SO_SNDBUF. */
  readonly sndbuf: number;
  /** Reserved for future data. */
  readonly fwd_alloc: number;
  /** Data that is not sent yet, or not acknowledged. */
  readonly wmem_queued: number;
  /** Used for options and filters. */
  readonly optmem: number;
  /** Data that arrived while the socket was locked, not processed yet. */
  readonly backlog: number;
  /** The number of dropped packets. */
  readonly drops: number;
}

const memoryStruct = new Struct("sk_meminfo");

export const memoryInfo: Codec<MemoryInfo, never> = codec<MemoryInfo, never>({
  type: "MemoryInfo",
  isAvailable: memoryStruct.isAvailable,
  capacity: memoryStruct.size,
  decode: (bytes) => memoryStruct.numbers(bytes) as unknown as MemoryInfo,
});
