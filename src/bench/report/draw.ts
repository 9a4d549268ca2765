import type { Picture } from "./series.ts";
import { drawBars } from "./bars.ts";
import { drawLines } from "./lines.ts";
import type { PlotLibrary } from "./plot-library.ts";
import { colourVariables } from "./style.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Draws a picture, and returns its svg element as text. The page must declare the colours. */
export function draw(picture: Picture, library: PlotLibrary): string {
  const drawing =
    picture.x === undefined ? drawBars(picture, library) : drawLines(picture, library);
  // The library's style sheet only repeats what is set here.
  for (const style of drawing.querySelectorAll("style")) style.remove();
  drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  drawing.setAttribute("class", "chart");
  drawing.setAttribute("font-family", FONT);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", picture.title);
  return drawing.outerHTML;
}

/** Makes an svg element a file of its own, with the colours and the background. */
export function standAlone(svg: string): string {
  const style = `<style>${colourVariables(".chart")}.chart { background: var(--paper); color: var(--ink); }</style>`;
  return `${svg.replace(/>/u, `>${style}`)}\n`;
}
