import type { Experiment } from "./experiment.ts";
import { runExperiment } from "./runner.ts";
import { TerminalView } from "./terminal.ts";
import type { Verdict } from "./verdict.ts";

const COLUMNS = 96;

/** The run of an experiment, as text. */
export interface Course {
  readonly verdict: Verdict;
  readonly text: string;
}

/** Runs an experiment, and writes down its steps without what is another at each run. */
export async function courseOf(experiment: Experiment, module: string): Promise<Course> {
  let text = "";
  const write = (part: string): void => void (text += part);
  const view = new TerminalView({ write, columns: COLUMNS }, { hasNumbers: false });
  const verdict = await runExperiment({ experiment, module, tell: view.tell.bind(view) });
  return { verdict, text: withoutChance(text) };
}

// The ports of the kernel's choice begin there on most systems.
const FIRST_PORT = 50_001;
const LOOPBACK = /\b(127(?:\.\d+){3})(", |:)(\d+)\b/gu;

/** Ports and hosts of chance are numbered as they appear. */
function withoutChance(text: string): string {
  const ports: string[] = [];
  const hosts = ["127.0.0.1", "127.0.0.2"];
  const indexIn = (list: string[], item: string): number =>
    (list.includes(item) ? list : Object.assign(list, { [list.length]: item })).indexOf(item);
  return text.replace(LOOPBACK, (_, host: string, between: string, port: string) => {
    const index = indexIn(hosts, host);
    const name = index < 2 ? host : `127.${index - 1}.1.1`;
    return `${name}${between}${port === "0" ? port : FIRST_PORT + indexIn(ports, port)}`;
  });
}
