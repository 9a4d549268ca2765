import { formatPoint } from "./format-point.ts";
import type { Options } from "./options.ts";
import type { Judgement } from "./judgement.ts";
import type { Results, WorkloadResults } from "./results.ts";
import { layOut, type Table, tablesOf } from "./tables.ts";
import type { Implementation } from "./workload.ts";

/** The table of what was wanted and what was measured. */
export function targetTable(judgements: readonly Judgement[]): Table {
  const rows = judgements.map(({ what, implementation, against, measured, atMost, isMet }) => [
    what,
    implementation,
    against?.implementation ?? (against?.point && formatPoint(against.point)) ?? "",
    measured === undefined ? "" : String(Number(measured.toFixed(3))),
    `≤ ${atMost}`,
    isMet === undefined ? "not measured" : isMet ? "met" : "not met",
  ]);
  const columns = ["what", "implementation", "against", "measured", "wanted", ""].map((title) => ({
    title,
    isNumber: title === "measured" || title === "wanted",
  }));
  return { title: "Ratios", columns, rows };
}

/** Whether anything was measured that a speed is wanted for. */
export function hasTargets({ targets }: Results): boolean {
  return targets.some(({ measured }) => measured !== undefined);
}

function printWorkload(workload: WorkloadResults, stream: NodeJS.WritableStream): void {
  stream.write(`\n${workload.name}: ${workload.title}\n`);
  stream.write(`ratio: to ${workload.reference}\n`);
  for (const table of tablesOf(workload)) {
    if (table.title !== "") stream.write(`\n${table.title}\n`);
    stream.write(`\n${layOut(table)}\n`);
  }
}

/** Prints the tables for people. */
export function printResults(results: Results, stream: NodeJS.WritableStream): void {
  for (const workload of results.workloads) printWorkload(workload, stream);
  if (hasTargets(results)) {
    const table = targetTable(results.targets);
    stream.write(`\n${table.title}\n\n${layOut(table)}\n`);
  }
  const { failures, isComplete, workloads } = results;
  if (workloads.length === 0) stream.write("\nNothing was measured.\n");
  if (!isComplete) stream.write("\nInterrupted: not all rounds were run.\n");
  if (failures.length > 0) stream.write("\n");
  for (const { workload, implementation, point } of failures) {
    stream.write(`Failed: ${[workload, formatPoint(point), implementation].join(" ")}\n`);
  }
}

/** Prints the workloads, and which of their implementations can run here. */
export function printList(
  { workloads, settings }: Pick<Options, "workloads" | "settings">,
  absence: (implementation: Implementation) => string | undefined,
  stream: NodeJS.WritableStream,
): void {
  for (const workload of workloads) {
    const { name, title, description, implementations } = workload;
    stream.write(`${name}: ${title}\n  ${description}\n`);
    const letters = new Set(workload.points(settings).flatMap(Object.keys));
    stream.write(`  data: ${[...letters].join(", ")}\n`);
    for (const implementation of implementations) {
      const reason = absence(implementation);
      stream.write(`  - ${implementation.name}${reason === undefined ? "" : ` (no: ${reason})`}\n`);
    }
  }
}
