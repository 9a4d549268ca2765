import { markdownTable } from "markdown-table";

import type { Figures } from "./target.ts";

/** The result of one target: figures, or why it did not run. */
export interface Result {
  readonly name: string;
  readonly missing?: string;
  readonly figures?: Figures;
}

function coverageText({ coverage }: Figures): string {
  if (coverage === undefined) return "";
  const { unit, before, after, of } = coverage;
  return `${before} → ${after}${of === undefined ? "" : ` of ${of}`} ${unit}`;
}

/** Formats a target's figures on one line. */
export function describeFigures(figures: Figures): string {
  const { inputs, corpus, crashes, note } = figures;
  return [
    `${inputs} inputs`,
    ...(corpus === undefined ? [] : [`corpus ${corpus}`]),
    ...(figures.coverage === undefined ? [] : [coverageText(figures)]),
    ...(note === undefined ? [] : [note]),
    `${crashes.length} crashes`,
    ...crashes,
  ].join(", ");
}

/** Formats all targets as the table in docs/fuzzing.md. */
export function summary(results: readonly Result[]): string {
  const rows = results.map(({ name, missing, figures }) =>
    figures === undefined
      ? [name, missing ?? "", "", "", ""]
      : [
          name,
          figures.inputs.toLocaleString("en"),
          String(figures.corpus ?? ""),
          coverageText(figures),
          String(figures.crashes.length),
        ],
  );
  return markdownTable([["target", "inputs", "corpus", "coverage", "crashes"], ...rows]);
}
