import { type ChildProcess, spawn } from "node:child_process";

// Each line says that a process, the leader of its group, has started or ended. When the runner ends, for
// whatever reason, the script reaches the end of its input and kills the groups that are left.
const SCRIPT = `groups=" "
while read -r what pid; do
  case $what in
    started) groups="$groups-$pid ";;
    ended) groups="\${groups%% -$pid *} \${groups#* -$pid }";;
  esac
done
kill -9 $groups`;

let watchdog: ChildProcess | undefined;
const watched = new Set<number>();

/**
 * Makes sure that a process is killed when this one ends, even if this one is killed by SIGKILL or the
 * process is blocked in a call.
 */
export function watch(pid: number): void {
  if (watchdog === undefined) {
    watchdog = spawn("sh", ["-c", SCRIPT], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    watchdog.unref();
    // Without a shell there is no watchdog, and a blocked process may be left behind.
    watchdog.on("error", () => undefined);
    watchdog.stdin!.on("error", () => undefined);
  }
  watched.add(pid);
  watchdog.stdin!.write(`started ${pid}\n`);
}

/** Stops watching a process that has ended, because its id may be reused. */
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
