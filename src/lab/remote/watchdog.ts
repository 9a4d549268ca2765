import { type ChildProcess, spawn } from "node:child_process";

// Each line names a process, which leads its group, or says that it has ended; when the runner has
// gone, however it went, those that are left are ended.
const SCRIPT = `groups=" "
while read -r what pid; do
  case $what in
    begun) groups="$groups-$pid ";;
    ended) groups="\${groups%% -$pid *} \${groups#* -$pid }";;
  esac
done
kill -9 $groups`;

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
  watchdog.stdin!.write(`begun ${pid}\n`);
}

/** The process has ended; its number may soon be another one's. */
export function unwatch(pid: number): void {
  watched.delete(pid);
  if (watched.size > 0) {
    watchdog?.stdin?.write(`ended ${pid}\n`);
    return;
  }
  watchdog?.kill("SIGKILL");
  watchdog?.stdin?.destroy();
  watchdog = undefined;
}
