/** A sequence that was written by hand: lines of Python that CPython runs as they stand. */
export interface Case {
  /** A name that no other has, by subject and what happens. */
  readonly name: string;
  readonly steps: readonly string[];
}

/** A case whose steps are the lines of a text, or of several. */
export function sequence(name: string, ...texts: string[]): Case {
  const steps = texts.flatMap((text) => text.split("\n")).map((line) => line.trim());
  return { name, steps: steps.filter((line) => line !== "") };
}

/** A family of cases: one for each value of a table. */
export function family<Row>(
  rows: readonly Row[],
  name: (row: Row) => string,
  ...parts: ((row: Row) => string)[]
): Case[] {
  return rows.map((row) => sequence(name(row), ...parts.map((part) => part(row))));
}

/** A listener `l`, over IPv4 on loopback. */
export const LISTENER = `
  l = socket(AF_INET, SOCK_STREAM)
  l.bind(('127.0.0.1', 0))
  l.listen()
`;

/** A socket whose port nobody listens on, and nobody can take. */
export const NOBODY = `
  nobody = socket(AF_INET, SOCK_STREAM)
  nobody.bind(('127.0.0.1', 0))
`;

/** A client `c` and its connection's other end `s`, from {@link LISTENER}. */
export const CONNECTION = `
  ${LISTENER}
  c = socket(AF_INET, SOCK_STREAM)
  c.connect(l.getsockname())
  wait(l, 'readable')
  s, peer = l.accept()
`;
