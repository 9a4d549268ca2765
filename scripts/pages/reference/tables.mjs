// Tables, and the orders of what stands in them.

/** The order of the alphabet. */
export function byName(one, other) {
  return one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1;
}

/** The order of the sources. */
export function bySource(one, other) {
  if (one.source.file !== other.source.file) return one.source.file < other.source.file ? -1 : 1;
  return one.source.position - other.source.position;
}

/** A table of Markdown. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellText(text) {
  return text.replace(/\s*\n\s*/gu, " ").replace(/(?<!\\)\|/gu, "\\|");
}
