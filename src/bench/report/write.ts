import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Results } from "../results.ts";
import { draw, standAlone } from "./draw.ts";
import { type Figure, pageOf } from "./page.ts";
import type { PlotLibrary } from "./plot-library.ts";
import { picturesOf } from "./series.ts";
import { summariesOf } from "./summary.ts";

function fileName(workload: string, title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/gu) ?? [];
  return `${[workload, ...words].join("-")}.svg`;
}

/** Draws all pictures of the results. */
function figuresOf(results: Results, library: PlotLibrary): Figure[] {
  return results.workloads.flatMap((workload) =>
    picturesOf(workload, results).map((picture) => ({
      file: fileName(workload.name, picture.title),
      workload: workload.name,
      title: picture.title,
      hasLines: picture.x !== undefined,
      svg: draw(picture, library),
    })),
  );
}

/** Writes the report into a folder: `index.html`, Markdown pages, and a file for each picture. */
export function writeReport(folder: string, results: Results, library: PlotLibrary): void {
  const figures = figuresOf(results, library);
  mkdirSync(folder, { recursive: true });
  for (const { file, svg } of figures) writeFileSync(join(folder, file), standAlone(svg));
  writeFileSync(join(folder, "index.html"), pageOf(results, figures));
  for (const [file, page] of summariesOf(results, figures)) writeFileSync(join(folder, file), page);
}
