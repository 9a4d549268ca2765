import { formatPoint } from "./format-point.ts";
import type { Options } from "./options.ts";
import type { Judgement } from "./judgement.ts";
import type { Results, WorkloadResults } from "./results.ts";
import { layOut, type Table, tablesOf } from "./tables.ts";
import type { Implementation } from "./workload.ts";

/** The table of targets and measured values. */
export function targetTable(judgements: readonly Judgement[]): Table {
  const rows = judgements.map(({ what, implementation, against, measured, atMost, isMet }) => [
    what,
    implementation,
    against?.implementation ?? (against?.point && formatPoint(against.point)) ?? "",
    measured === undefined ? "" : String(Number(measured.toFixed(3))),
    `≤ ${atMost}`,
    isMet === undefined ? "not measured" : isMet ? "met" : "not met",
  ]);
  const titles = ["target", "implementation", "compared with", "measured", "limit", ""];
  const columns = titles.map((title) => ({
    title,
    isNumber: title === "measured" || title === "limit",
  }));
  return { title: "Ratios", columns, rows };
}

/** True if any target was measured. */
export function hasTargets({ targets }: Results): boolean {
  return targets.some(({ measured }) => measured !== undefined);
}

function printWorkload(workload: WorkloadResults, stream: NodeJS.WritableStream): void {
  stream.write(`\n${workload.name}: ${workload.title}\n`);
  stream.write(`The ratio is to ${workload.reference}.\n`);
  for (const table of tablesOf(workload)) {
    if (table.title !== "") stream.write(`\n${table.title}\n`);
    stream.write(`\n${layOut(table)}\n`);
  }
}

/** Prints the result tables. */
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

/** Prints the workloads and their implementations, with the reason for each that cannot run here. */
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
      stream.write(
        `  - ${implementation.name}${reason === undefined ? "" : ` (unavailable: ${reason})`}\n`,
      );
    }
  }
}
