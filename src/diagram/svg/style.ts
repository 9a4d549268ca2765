interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** The colours, each as it is on a light and on a dark page. */
const colours: Readonly<Record<string, Colour>> = {
  paper: { light: "#ffffff", dark: "#16181c" },
  ink: { light: "#1c1f24", dark: "#e6e8eb" },
  faint: { light: "#6a7079", dark: "#9aa1ab" },
  rule: { light: "#d9dce1", dark: "#363b43" },
  panel: { light: "#f4f6f8", dark: "#1f2227" },
  server: { light: "#0b6e99", dark: "#5cc8f5" },
  client: { light: "#b45f00", dark: "#ffb454" },
  usual: { light: "#8a6100", dark: "#e3b341" },
  failed: { light: "#b3261e", dark: "#ff8f85" },
  open: { light: "#1d7a33", dark: "#6fd086" },
  listening: { light: "#0b5fd8", dark: "#6cabff" },
  opening: { light: "#8a6100", dark: "#e3b341" },
  closing: { light: "#93308f", dark: "#e08bdc" },
  idle: { light: "#6a7079", dark: "#9aa1ab" },
};

const names = Object.keys(colours);

function declare(scheme: keyof Colour): string {
  return names.map((name) => `--${name}: ${colours[name]![scheme]};`).join(" ");
}

/** The style sheet of the picture. */
export const styleSheet = `
svg { ${declare("light")} }
@media (prefers-color-scheme: dark) { svg { ${declare("dark")} } }
text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 12px; fill: var(--ink); white-space: pre; }
.title { font-size: 13px; font-weight: 600; }
.small { font-size: 10.5px; fill: var(--faint); }
.length, .output { fill: var(--faint); }
.usual { fill: var(--usual); }
.failed { fill: var(--failed); font-weight: 600; }
.badge text { font-size: 10.5px; }
.badge .now { font-weight: 700; }
.lifeline { stroke: var(--rule); stroke-width: 1.5; }
.axis { stroke: var(--faint); stroke-opacity: 0.6; fill: none; }
.pause { fill: var(--panel); }
.tear { stroke: var(--rule); fill: none; }
.arrow { fill: none; stroke-width: 1.5; }
.arrow.end { stroke-dasharray: 5 3; }
.label { font-size: 9.5px; fill: var(--faint); stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
`;

/** A colour by its name. */
export function colour(name: string): string {
  return `var(--${name})`;
}
