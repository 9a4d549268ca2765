import { EpollSelector, KqueueSelector, PollSelector, SelectSelector } from "../selectors/index.ts";
import { bunProgram, isInstalled, peerPath } from "./commands.ts";
import type { Implementation, Runtime, Settings } from "./workload.ts";

/** The backends that `-m` accepts, with their classes; undefined if the system does not have them. */
const selectors: Readonly<Record<string, unknown>> = {
  select: SelectSelector,
  poll: PollSelector,
  epoll: EpollSelector,
  kqueue: KqueueSelector,
};

/** The names of the backends. */
export const methods: readonly string[] = Object.keys(selectors);

/** The compiler of the reference programs. */
export const compiler: string = process.env["CC"] ?? "cc";

const NOT_REQUESTED = "needs --peers, which installs it from npm";

/** Returns why a runtime's programs cannot run here; undefined if they can. */
function absenceOf(runtime: Runtime, settings: Settings): string | undefined {
  switch (runtime) {
    case "C":
      return isInstalled(compiler) ? undefined : `no C compiler (${compiler}) was found`;
    case "CPython":
      return isInstalled("python3") ? undefined : "python3 was not found";
    case "Bun":
      if (!settings.hasPeers) return NOT_REQUESTED;
      return isInstalled(bunProgram("")[0]) ? undefined : "npm has no Bun for this machine";
    case "koffi":
      if (!settings.hasPeers) return NOT_REQUESTED;
      return peerPath("koffi") === undefined ? "npm did not install koffi" : undefined;
    case "Node":
    case "bsd-sockets":
      return undefined;
  }
}

/** Returns a function that returns why an implementation cannot run here. Looks for each program once. */
export function findAbsences(
  settings: Settings,
): (implementation: Implementation) => string | undefined {
  const reasons = new Map<Runtime, string | undefined>();
  return ({ runtime, method }) => {
    if (method !== undefined && selectors[method] === undefined) {
      return `${method} does not exist on this system`;
    }
    if (!reasons.has(runtime)) reasons.set(runtime, absenceOf(runtime, settings));
    return reasons.get(runtime);
  };
}
