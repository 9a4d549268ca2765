type Plot = typeof import("@observablehq/plot");

/** A picture, or a part of one: what is used of the DOM's Element, whose types Node does not have. */
export interface Drawing {
  readonly outerHTML: string;
  textContent: string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<Drawing>;
  append(...children: Drawing[]): void;
  remove(): void;
}

/** Gives the pixel of a value. */
export type Scale = (value: number) => number;

/** What draws the plots. */
export interface PlotLibrary {
  /** The library's marks. */
  readonly marks: Plot;
  /** Draws a plot of them. */
  plot(options: object): Drawing;
  /** A mark of our own, made once the scales are known. */
  custom(render: (x: Scale, y: Scale) => Drawing): Parameters<Plot["marks"]>[0];
  /** An element for such a mark. */
  element(name: string, attributes: Readonly<Record<string, string | number>>): Drawing;
}

interface DrawingDocument {
  createElementNS(namespace: string, name: string): Drawing;
}

const SVG = "http://www.w3.org/2000/svg";

function libraryOf(marks: Plot, document: DrawingDocument): PlotLibrary {
  return {
    marks,
    plot(options) {
      const plot = marks.plot as (options: object) => unknown;
      return plot({ ...options, document }) as Drawing;
    },
    custom: (render) =>
      ((_index: unknown, { x, y }: { x: Scale; y: Scale }) => render(x, y)) as never,
    element(name, attributes) {
      const element = document.createElementNS(SVG, name);
      for (const [attribute, value] of Object.entries(attributes)) {
        element.setAttribute(attribute, String(value));
      }
      return element;
    },
  };
}

/**
 * Loads what draws the plots. Only the report needs it, so it is installed by those who want one.
 *
 * @throws Error that says what to install.
 */
export async function loadPlotLibrary(): Promise<PlotLibrary> {
  try {
    const [plot, linkedom] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
    const parse = linkedom.parseHTML as unknown as (text: string) => { document: DrawingDocument };
    return libraryOf(plot, parse("<!doctype html><html><body></body></html>").document);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error(
      "The report is drawn by Observable Plot, which is not installed:\n" +
        "  npm install @observablehq/plot linkedom",
      { cause: error },
    );
  }
}
