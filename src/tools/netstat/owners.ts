/**
 * Which processes hold a socket: the links `socket:[inode]` in /proc/<pid>/fd, `proc_pid_fd(5)`.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
 * @module
 */

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process that has descriptors of a socket. */
export interface Owner {
  readonly pid: number;
  /** The program's name, of which the kernel keeps 15 bytes. */
  readonly program: string;
  readonly descriptors: readonly number[];
}

/** The owners of sockets, by inode. */
export interface Owners {
  readonly byInode: ReadonlyMap<number, readonly Owner[]>;
  /** How many processes this one may not look into. */
  readonly hidden: number;
}

/** Looks for the processes that hold some sockets. */
export function ownersOf(inodes: ReadonlySet<number>): Owners {
  const byInode = new Map<number, Owner[]>();
  let hidden = 0;
  for (const pid of inodes.size === 0 ? [] : processes()) {
    const held = socketsOf(pid, inodes);
    if (held === null) hidden += 1;
    for (const [inode, descriptors] of held ?? []) {
      const owner = { pid, program: programOf(pid), descriptors };
      byInode.set(inode, [...(byInode.get(inode) ?? []), owner]);
    }
  }
  return { byInode, hidden };
}

function processes(): number[] {
  const names = readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
  return names.map(Number).sort((a, b) => a - b);
}

/** A process's descriptors of each socket; null if it is hidden. */
function socketsOf(pid: number, inodes: ReadonlySet<number>): Map<number, number[]> | null {
  const descriptors = descriptorsOf(pid);
  if (descriptors === null) return null;
  const held = new Map<number, number[]>();
  for (const descriptor of descriptors) {
    const inode = inodeOf(`/proc/${pid}/fd/${descriptor}`);
    if (inodes.has(inode)) held.set(inode, [...(held.get(inode) ?? []), descriptor]);
  }
  return held;
}

function descriptorsOf(pid: number): number[] | null {
  try {
    const names = readdirSync(`/proc/${pid}/fd`);
    return names.map(Number).sort((a, b) => a - b);
  } catch (error) {
    // A process that has just ended holds nothing.
    return (error as NodeJS.ErrnoException).code === "EACCES" ? null : [];
  }
}

function inodeOf(link: string): number {
  try {
    return Number(/^socket:\[(\d+)\]$/u.exec(readlinkSync(link))?.[1] ?? 0);
  } catch {
    return 0; // It was closed meanwhile.
  }
}

function programOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trimEnd();
  } catch {
    return "?";
  }
}
