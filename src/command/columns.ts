import stringWidth from "string-width";

/** A column of a table for terminals. */
export interface Column {
  readonly title: string;
  /** Numbers stand at the right of their column. */
  readonly isNumber?: true;
}

/** Lays rows out below the columns' titles, each as wide as it must be: a line for each row. */
export function layOut(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => stringWidth(row[i] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, i) => padded(cell, widths[i] ?? 0, columns[i]?.isNumber === true))
      .join("  ")
      .trimEnd(),
  );
}

function padded(cell: string, width: number, isNumber: boolean): string {
  const blanks = " ".repeat(width - stringWidth(cell));
  return isNumber ? blanks + cell : cell + blanks;
}
