/** A hand-written sequence: lines of Python that CPython runs unchanged. */
export interface Case {
  /** A unique name: the subject and what happens. */
  readonly name: string;
  readonly steps: readonly string[];
}

/** Returns a case whose steps are the lines of one or more texts. */
export function sequence(name: string, ...texts: string[]): Case {
  const steps = texts.flatMap((text) => text.split("\n")).map((line) => line.trim());
  return { name, steps: steps.filter((line) => line !== "") };
}

/** Returns a case for each row of a table. */
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

/** A socket bound to a port where nobody listens and that nobody else can get. */
export const NOBODY = `
  nobody = socket(AF_INET, SOCK_STREAM)
  nobody.bind(('127.0.0.1', 0))
`;

/** A client `c` and the other end of its connection `s`, through {@link LISTENER}. */
export const CONNECTION = `
  ${LISTENER}
  c = socket(AF_INET, SOCK_STREAM)
  c.connect(l.getsockname())
  wait(l, 'readable')
  s, peer = l.accept()
`;
