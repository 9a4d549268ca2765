import { CommandFailure } from "../../command/run.ts";

type Plot = typeof import("@observablehq/plot");

/** An SVG element. Declares what is used of the DOM's Element, because Node has no types for it. */
export interface Drawing {
  readonly outerHTML: string;
  textContent: string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<Drawing>;
  append(...children: Drawing[]): void;
  remove(): void;
}

/** Returns the pixel position of a value. */
export type Scale = (value: number) => number;

/** The plotting library. */
export interface PlotLibrary {
  /** The library's marks. */
  readonly marks: Plot;
  /** Draws a plot. */
  plot(options: object): Drawing;
  /** Makes a custom mark, which is rendered when the scales are known. */
  custom(render: (x: Scale, y: Scale) => Drawing): Parameters<Plot["marks"]>[0];
  /** Makes an element for a custom mark. */
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
 * Loads the plotting library, an optional dependency that only the report needs.
 *
 * @throws CommandFailure with the command that installs it, if it is missing
 */
export async function loadPlotLibrary(): Promise<PlotLibrary> {
  try {
    const [plot, linkedom] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
    const parse = linkedom.parseHTML as unknown as (text: string) => { document: DrawingDocument };
    return libraryOf(plot, parse("<!doctype html><html><body></body></html>").document);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CommandFailure(
      "The report needs Observable Plot, which is not installed. Install it with:\n" +
        "  npm install @observablehq/plot linkedom",
    );
  }
}
