import { group } from "d3-array";

import { formatPoint } from "./format-point.ts";
import type { Skip } from "./results.ts";
import type { Implementation, Point, Settings, Workload } from "./workload.ts";

/** The cells of one point, which are measured one after the other so that they can be compared. */
export interface Group {
  readonly workload: Workload;
  readonly point: Point;
  readonly implementations: readonly Implementation[];
}

/** The cells to measure, and those that are skipped. */
export interface Plan {
  readonly groups: readonly Group[];
  readonly skipped: readonly Skip[];
}

/** The options of a plan. */
export interface PlanOptions {
  readonly workloads: readonly Workload[];
  readonly settings: Settings;
  /** Measures only implementations whose name contains one of these; all if empty. */
  readonly words: readonly string[];
  /** Returns why an implementation cannot run on this machine; undefined if it can. */
  absence(implementation: Implementation): string | undefined;
}

function isWanted({ name, method }: Implementation, { settings, words }: PlanOptions): boolean {
  const { methods } = settings;
  const hasMethod = method === undefined || methods.length === 0 || methods.includes(method);
  const lower = name.toLowerCase();
  return hasMethod && (words.length === 0 || words.some((word) => lower.includes(word)));
}

/** Chooses the cells to measure. */
export function makePlan(options: PlanOptions): Plan {
  const groups: Group[] = [];
  const skipped: Skip[] = [];
  for (const workload of options.workloads) {
    const present = presentOf(workload, options, skipped);
    for (const point of workload.points(options.settings)) {
      const implementations = ableOf(workload, point, present, skipped);
      if (implementations.length > 0) groups.push({ workload, point, implementations });
    }
  }
  return { groups, skipped };
}

function presentOf(workload: Workload, options: PlanOptions, skipped: Skip[]): Implementation[] {
  return workload.implementations
    .filter((implementation) => isWanted(implementation, options))
    .filter((implementation) => {
      const reason = options.absence(implementation);
      if (reason === undefined) return true;
      skipped.push({ workload: workload.name, implementation: implementation.name, reason });
      return false;
    });
}

function ableOf(
  workload: Workload,
  point: Point,
  present: readonly Implementation[],
  skipped: Skip[],
): Implementation[] {
  return present.filter((implementation) => {
    const reason = workload.obstacle?.(implementation, point);
    if (reason === undefined) return true;
    skipped.push({ workload: workload.name, implementation: implementation.name, point, reason });
    return false;
  });
}

/** Describes the skipped cells, with a line for each reason. */
export function skipLines(skipped: readonly Skip[]): string[] {
  const byReason = group(skipped, ({ reason }) => reason);
  return [...byReason].map(([reason, skips]) => {
    const names = [...new Set(skips.map(({ implementation }) => implementation))];
    const points = [...new Set(skips.map(({ point }) => point && formatPoint(point)))];
    const places = points.filter((point) => point !== undefined && point !== "");
    const where = places.length === 0 ? "" : ` at ${places.join(", ")}`;
    return `Skipped: ${names.join(", ")}${where}: ${reason}`;
  });
}
