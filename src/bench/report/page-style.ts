import { colourVariables } from "./style.ts";

/** The style sheet of the report. */
export const pageStyle = `
${colourVariables(":root")}
body { margin: 0; background: var(--paper); color: var(--ink); }
body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 1.7rem; margin: 0 0 16px; }
h2 { font-size: 1.3rem; margin: 48px 0 4px; padding-top: 16px; border-top: 1px solid var(--rule); }
h2 small { color: var(--faint); font: 0.85rem ui-monospace, monospace; margin-left: 6px; }
h3 { font-size: 1rem; margin: 24px 0 6px; }
p { max-width: 76ch; margin: 4px 0 12px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dl { background: var(--panel); border-radius: 8px; padding: 12px 16px; font-size: 0.92rem; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.92em ui-monospace, "DejaVu Sans Mono", monospace; }
.figures { display: flex; flex-wrap: wrap; gap: 20px 28px; }
figure { margin: 12px 0 0; }
figure.lines { width: 100%; max-width: 860px; }
figure.bars { flex: 1 1 480px; max-width: 560px; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { font-weight: 600; margin-bottom: 4px; }
summary { cursor: pointer; margin-top: 20px; color: var(--faint); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--rule); text-align: left; }
th { color: var(--faint); font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
.met { color: var(--good); font-weight: 600; }
.missed { color: var(--bad); font-weight: 600; }
`;
