import { group } from "d3-array";

import { formatPoint } from "./format-point.ts";
import type { Skip } from "./results.ts";
import type { Implementation, Point, Settings, Workload } from "./workload.ts";

/** The cells of one point: they are measured one after the other, so that they can be compared. */
export interface Group {
  readonly workload: Workload;
  readonly point: Point;
  readonly implementations: readonly Implementation[];
}

/** What is measured, and what is not. */
export interface Plan {
  readonly groups: readonly Group[];
  readonly skipped: readonly Skip[];
}

/** What a plan is made from. */
export interface Wishes {
  readonly workloads: readonly Workload[];
  readonly settings: Settings;
  /** Only implementations whose name has one of these in it; all when empty. */
  readonly words: readonly string[];
  /** Why an implementation cannot run on this machine; undefined if it can. */
  absence(implementation: Implementation): string | undefined;
}

function isWanted({ name, method }: Implementation, { settings, words }: Wishes): boolean {
  const { methods } = settings;
  const hasMethod = method === undefined || methods.length === 0 || methods.includes(method);
  const lower = name.toLowerCase();
  return hasMethod && (words.length === 0 || words.some((word) => lower.includes(word)));
}

/** Chooses the cells to measure. */
export function makePlan(wishes: Wishes): Plan {
  const groups: Group[] = [];
  const skipped: Skip[] = [];
  for (const workload of wishes.workloads) {
    const present = presentOf(workload, wishes, skipped);
    for (const point of workload.points(wishes.settings)) {
      const implementations = ableOf(workload, point, present, skipped);
      if (implementations.length > 0) groups.push({ workload, point, implementations });
    }
  }
  return { groups, skipped };
}

function presentOf(workload: Workload, wishes: Wishes, skipped: Skip[]): Implementation[] {
  return workload.implementations
    .filter((implementation) => isWanted(implementation, wishes))
    .filter((implementation) => {
      const reason = wishes.absence(implementation);
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

/** What was skipped, a line for each reason. */
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
