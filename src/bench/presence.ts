import { EpollSelector, KqueueSelector, PollSelector, SelectSelector } from "../selectors/index.ts";
import { bunProgram, isInstalled, peerPath } from "./commands.ts";
import type { Implementation, Runtime, Settings } from "./workload.ts";

/** The backends that `-m` takes, each with its class where the system has it. */
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

const NOT_ASKED_FOR = "it comes from npm, and --peers installs it";

/** Why a runtime's programs cannot run here. */
function lackOf(runtime: Runtime, settings: Settings): string | undefined {
  switch (runtime) {
    case "C":
      return isInstalled(compiler) ? undefined : `there is no C compiler (${compiler})`;
    case "CPython":
      return isInstalled("python3") ? undefined : "there is no python3";
    case "Bun":
      if (!settings.hasPeers) return NOT_ASKED_FOR;
      return isInstalled(bunProgram("")[0]) ? undefined : "npm has no Bun that runs here";
    case "koffi":
      if (!settings.hasPeers) return NOT_ASKED_FOR;
      return peerPath("koffi") === undefined ? "npm did not install koffi" : undefined;
    case "Node":
    case "bsd-sockets":
      return undefined;
  }
}

/** Tells why an implementation cannot run on this machine; each program is looked for once. */
export function findAbsences(
  settings: Settings,
): (implementation: Implementation) => string | undefined {
  const lacks = new Map<Runtime, string | undefined>();
  return ({ runtime, method }) => {
    if (method !== undefined && selectors[method] === undefined) {
      return `this system has no ${method}`;
    }
    if (!lacks.has(runtime)) lacks.set(runtime, lackOf(runtime, settings));
    return lacks.get(runtime);
  };
}
