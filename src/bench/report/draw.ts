import type { Picture } from "./series.ts";
import { drawBars } from "./bars.ts";
import { drawLines } from "./lines.ts";
import type { PlotLibrary } from "./plot-library.ts";
import { colourVariables } from "./style.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Draws a picture; gives the text of its svg element, for a page that declares the colours. */
export function draw(picture: Picture, library: PlotLibrary): string {
  const drawing =
    picture.x === undefined ? drawBars(picture, library) : drawLines(picture, library);
  // The library's own style sheet only repeats what is set here, once for each picture.
  for (const style of drawing.querySelectorAll("style")) style.remove();
  drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  drawing.setAttribute("class", "chart");
  drawing.setAttribute("font-family", FONT);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", picture.title);
  return drawing.outerHTML;
}

/** The same as a file of its own, which brings its colours and its background along. */
export function standAlone(svg: string): string {
  const style = `<style>${colourVariables(".chart")}.chart { background: var(--paper); color: var(--ink); }</style>`;
  return `${svg.replace(/>/u, `>${style}`)}\n`;
}
