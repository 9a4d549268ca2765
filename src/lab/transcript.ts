import type { Experiment } from "./experiment.ts";
import { runExperiment } from "./runner.ts";
import { TerminalView } from "./terminal.ts";
import type { Verdict } from "./verdict.ts";

const COLUMNS = 96;

/** A run of an experiment as text. */
export interface Transcript {
  readonly verdict: Verdict;
  readonly text: string;
}

/** Runs an experiment and records its steps, without numbers that change from run to run. */
export async function transcriptOf(experiment: Experiment, module: string): Promise<Transcript> {
  let text = "";
  const write = (part: string): void => void (text += part);
  const view = new TerminalView({ write, columns: COLUMNS }, { hasNumbers: false });
  const verdict = await runExperiment({ experiment, module, report: view.report.bind(view) });
  return { verdict, text: withStableAddresses(text) };
}

const FIRST_PORT = 50_001;
const LOOPBACK = /\b(127(?:\.\d+){3})(", |:)(\d+)\b/gu;

/** Numbers random ports and hosts in the order in which they appear. */
function withStableAddresses(text: string): string {
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
