// The descriptors that calls use: sockets of every kind, connected or not, and others.

import { openSync, readdirSync } from "node:fs";

import * as syscalls from "bsd-sockets/syscalls";

const AF = { UNIX: 1, INET: 2, INET6: 10, NETLINK: 16, PACKET: 17 };
const [STREAM, DATAGRAM, RAW, SEQPACKET] = [1, 2, 3, 5];
/** Keeps our descriptors apart from those that Node opens when it starts. */
const APART = 32;
const BACKENDS = ["poll", "epoll", "select"] as const;

/** The descriptors of a batch of calls. */
export class World {
  /** The lowest descriptor that calls may use. */
  readonly first: number;
  #descriptors: number[] = [];
  #multiplexers: number[] = [];
  #addresses: Buffer[] = [];

  constructor() {
    this.first = Math.max(...readdirSync("/proc/self/fd").map(Number)) + APART;
    // Everything opened from now on gets a higher number.
    for (let fd = -1; fd < this.first;) fd = openSync("/dev/null", "r");
    this.renew();
  }

  descriptor(index: number): number {
    return this.#descriptors[index % this.#descriptors.length] ?? this.first;
  }

  multiplexer(index: number): number {
    return this.#multiplexers[index % this.#multiplexers.length] ?? 0;
  }

  /** Returns a local address of a family. */
  address(family: number): Buffer {
    const known = this.#addresses.filter((bytes) => bytes.readUInt16LE() === family);
    return Buffer.from(known.at(-1) ?? Buffer.from([family, 0, 0, 0, 127, 0, 0, 1]));
  }

  /** Returns ancillary data that passes descriptors. */
  rights(indexes: readonly number[]): Buffer {
    const numbers = Int32Array.from(indexes, (index) => this.descriptor(index));
    return Buffer.from(syscalls.encodeControl([[1, 1, numbers]]));
  }

  closeAll(): void {
    for (const fd of this.#descriptors) syscalls.close(fd);
  }

  /** Replaces descriptors that were closed, and closes those that calls opened. */
  renew(): void {
    for (const fd of readdirSync("/proc/self/fd").map(Number)) {
      if (fd > this.first) syscalls.close(fd);
    }
    const sockets = [...pairs(), ...this.#internet(), ...others()];
    this.#descriptors = sockets.filter((fd) => fd >= 0);
    this.#multiplexers = BACKENDS.map((backend) => syscalls.multiplexerOpen(backend));
  }

  /** For each family, a listener, a client of it, and a datagram socket. */
  #internet(): number[] {
    this.#addresses = [];
    return [[AF.INET, "127.0.0.1"] as const, [AF.INET6, "::1"] as const].flatMap(
      ([family, host]) => {
        const bound = [STREAM, DATAGRAM].map((type) => this.#bound(family, host, type));
        syscalls.listen(bound[0]!, 5);
        const client = syscalls.socket(family, STREAM, 0);
        syscalls.connect(client, this.#addresses.at(-2)!, 0);
        return [...bound, client];
      },
    );
  }

  #bound(family: number, host: string, type: number): number {
    const fd = syscalls.socket(family, type, 0);
    syscalls.bind(fd, syscalls.encodeInternetAddress(family, host, 0, 0, 0)!);
    const [bytes, length] = [Buffer.alloc(syscalls.SOCKADDR_STORAGE_SIZE), new Int32Array(1)];
    syscalls.getsockname(fd, bytes, length);
    this.#addresses.push(bytes.subarray(0, length[0]));
    return fd;
  }
}

function pairs(): number[] {
  return [STREAM, DATAGRAM, SEQPACKET].flatMap((type) => {
    const fds = new Int32Array(2);
    syscalls.socketpair(AF.UNIX, type, 0, fds);
    return [...fds];
  });
}

function others(): number[] {
  return [
    syscalls.socket(AF.NETLINK, RAW, 0),
    syscalls.socket(AF.PACKET, RAW, 0x0300),
    syscalls.socket(AF.UNIX, STREAM, 0),
    syscalls.epoll_create1?.(0) ?? -1,
    openSync("/dev/zero", "r+"),
    openSync("/proc/self/status", "r"),
  ];
}
