import type { Implementation, Runtime } from "../workload.ts";

/** A colour for light mode and for dark mode. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

const colours: Readonly<Record<Runtime, Colour>> = {
  "bsd-sockets": { light: "#0b5fd8", dark: "#6cabff" },
  C: { light: "#3c4048", dark: "#d8dce2" },
  CPython: { light: "#b45f00", dark: "#ffb454" },
  Node: { light: "#2b7d34", dark: "#7ad48a" },
  Bun: { light: "#c01c78", dark: "#ff86c4" },
  koffi: { light: "#6b3fc4", dark: "#bd9dff" },
};

const surface = {
  ink: { light: "#1c1f24", dark: "#e6e8eb" },
  faint: { light: "#6a7079", dark: "#9aa1ab" },
  rule: { light: "#d9dce1", dark: "#363b43" },
  paper: { light: "#ffffff", dark: "#16181c" },
  panel: { light: "#f4f6f8", dark: "#1f2227" },
  good: { light: "#1d7a33", dark: "#6fd086" },
  bad: { light: "#b3261e", dark: "#ff8f85" },
} satisfies Record<string, Colour>;

const all: readonly (readonly [name: string, colour: Colour])[] = [
  ...Object.entries(surface),
  ...Object.entries(colours).map(([runtime, colour]) => [nameOf(runtime), colour] as const),
];

function nameOf(runtime: string): string {
  return `runtime-${runtime}`;
}

function declare(scheme: keyof Colour): string {
  return all.map(([name, colour]) => `--${name}: ${colour[scheme]};`).join(" ");
}

/** The colours of both schemes, as CSS variables for a selector. */
export function colourVariables(selector: string): string {
  return (
    `${selector} { ${declare("light")} }\n` +
    `@media (prefers-color-scheme: dark) { ${selector} { ${declare("dark")} } }\n`
  );
}

/** The colour of a runtime's lines and bars. */
export function colourOf(runtime: Runtime): string {
  return `var(--${nameOf(runtime)})`;
}

/** The shapes of points that the plots use. */
type Shape = "circle" | "square" | "triangle" | "diamond" | "star";

/** What distinguishes lines of the same colour. */
export interface LineStyle {
  /** The lengths of dashes and gaps; empty for a solid line. */
  readonly dash: string;
  readonly shape: Shape;
}

const byMethod: Readonly<Record<string, LineStyle>> = {
  epoll: { dash: "", shape: "circle" },
  kqueue: { dash: "", shape: "diamond" },
  poll: { dash: "7 3", shape: "square" },
  select: { dash: "2 3", shape: "triangle" },
};

const inTurn: readonly LineStyle[] = [
  { dash: "", shape: "circle" },
  { dash: "7 3", shape: "square" },
  { dash: "2 3", shape: "triangle" },
  { dash: "9 3 2 3", shape: "diamond" },
];

/** Returns a line's style: by its method, or by its position among its runtime's implementations. */
export function styleOf(
  implementation: Implementation,
  among: readonly Implementation[],
): LineStyle {
  const own = byMethod[implementation.method ?? ""];
  if (own !== undefined) return own;
  const siblings = among.filter(({ runtime }) => runtime === implementation.runtime);
  return inTurn[Math.max(siblings.indexOf(implementation), 0) % inTurn.length]!;
}
