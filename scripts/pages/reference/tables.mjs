// Tables, and the sort orders of their rows.

/** Sorts by name. */
export function byName(one, other) {
  return one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1;
}

/** Sorts by place in the source. */
export function bySource(one, other) {
  if (one.source.file !== other.source.file) return one.source.file < other.source.file ? -1 : 1;
  return one.source.position - other.source.position;
}

/** Returns a Markdown table. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellText(text) {
  return text.replace(/\s*\n\s*/gu, " ").replace(/(?<!\\)\|/gu, "\\|");
}
