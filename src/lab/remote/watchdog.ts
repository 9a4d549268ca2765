import { type ChildProcess, spawn } from "node:child_process";

// Each line names a process, which leads its group; when the runner has gone, however it went, they
// are ended.
const SCRIPT = `while read -r pid; do pids="$pids -$pid"; done; kill -9 $pids`;

let watchdog: ChildProcess | undefined;
const watched = new Set<number>();

/**
 * Has a process ended when this one ends: also by a signal that nothing can be done about, and also
 * when the process sleeps in a call.
 */
export function watch(pid: number): void {
  if (watchdog === undefined) {
    watchdog = spawn("sh", ["-c", SCRIPT], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    watchdog.unref();
    // Without a shell there is no watchdog, and a process that sleeps may be left over.
    watchdog.on("error", () => undefined);
    watchdog.stdin!.on("error", () => undefined);
  }
  watched.add(pid);
  watchdog.stdin!.write(`${pid}\n`);
}

/** The process has ended; its number may soon be another one's. */
export function unwatch(pid: number): void {
  watched.delete(pid);
  if (watched.size > 0) return;
  watchdog?.kill("SIGKILL");
  watchdog?.stdin?.destroy();
  watchdog = undefined;
}
