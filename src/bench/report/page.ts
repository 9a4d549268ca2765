import { hasTargets, targetTable } from "../print.ts";
import { skipLines } from "../plan.ts";
import type { Results, WorkloadResults } from "../results.ts";
import { type Table, tablesOf } from "../tables.ts";
import { factsOf } from "./facts.ts";
import { Html, html } from "./html.ts";
import { pageStyle } from "./page-style.ts";

/** A picture of the report. */
export interface Figure {
  /** The name of its file. */
  readonly file: string;
  readonly workload: string;
  readonly title: string;
  /** True for lines, false for bars, which are narrower. */
  readonly hasLines: boolean;
  readonly svg: string;
}

/** Returns the whole report as one page that loads no other files. */
export function pageOf(results: Results, figures: readonly Figure[]): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>bsd-sockets: benchmark</title>
        <style>
          ${new Html(pageStyle)}
        </style>
      </head>
      <body>
        <main>
          <h1>bsd-sockets: benchmark</h1>
          <dl>
            ${factsOf(results).map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${name === "Command" ? html`<code>${value}</code>` : value}</dd>`,
            )}
          </dl>
          ${hasTargets(results) ? targets(results) : ""}
          ${results.workloads.map((workload) => section(workload, figures))} ${notes(results)}
        </main>
      </body>
    </html> `;
  return page.text;
}

function targets({ targets: judgements }: Results): Html {
  return html`<section>
    <h2 id="ratios">Ratios</h2>
    <p>
      The targets and the measured values. A ratio is the median of the ratios within each round.
    </p>
    ${tableHtml(targetTable(judgements))}
  </section>`;
}

function section(workload: WorkloadResults, figures: readonly Figure[]): Html {
  const own = figures.filter((figure) => figure.workload === workload.name);
  return html`<section>
    <h2 id="${workload.name}">${workload.title} <small>${workload.name}</small></h2>
    <p>${workload.description}</p>
    <div class="figures">${own.map(figureHtml)}</div>
    <details>
      <summary>All figures</summary>
      <p>The ratio is to ${workload.reference}.</p>
      ${tablesOf(workload).map(
        (table) =>
          html`<h3>${table.title}</h3>
            ${tableHtml(table)}`,
      )}
    </details>
  </section>`;
}

function figureHtml({ title, svg, hasLines }: Figure): Html {
  return html`<figure class="${hasLines ? "lines" : "bars"}">
    <figcaption>${title}</figcaption>
    ${new Html(svg)}
  </figure>`;
}

function tableHtml({ columns, rows }: Table): Html {
  const kind = (index: number): string => (columns[index]?.isNumber === true ? "number" : "text");
  const cell = (value: string, index: number): Html => {
    const mark = value === "met" ? " met" : value === "not met" ? " missed" : "";
    return html`<td class="${kind(index)}${mark}">${value}</td>`;
  };
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${columns.map(({ title }, index) => html`<th class="${kind(index)}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function notes({ skipped, failures }: Results): Html {
  const lines = [
    ...skipLines(skipped),
    ...failures.map(
      ({ workload, implementation, message }) =>
        `Failed: ${workload} ${implementation}: ${message.trim().split("\n")[0] ?? ""}`,
    ),
  ];
  if (lines.length === 0) return html``;
  return html`<section>
    <h2 id="not-measured">Not measured</h2>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}
