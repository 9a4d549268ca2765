import { constants } from "../constants/known.ts";
import type { Codec } from "./codec.ts";

/** What a row of the table may say besides. */
export interface Remarks {
  /** Where there is such an option, when not everywhere: `"Linux 6.3"`, `"macOS"`. */
  readonly since?: string;
  /** The man page, when it is not that of the level. */
  readonly manual?: string;
  /** The level, when it depends on the value. */
  readonly levelOf?: (value: never) => number;
}

/** An option without its name and level. */
export interface Row<Read, Write> extends Remarks {
  readonly codec: Codec<Read, Write>;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  /** What the option does, in one sentence. */
  readonly text: string;
}

/** An option of the table. */
export interface Option<Read = unknown, Write = never> extends Row<Read, Write> {
  readonly name: string;
  /** The name of the level. */
  readonly level: string;
  /** The man page: `"socket(7)"`. */
  readonly manual: string;
}

type RowOptions<Rows> = {
  readonly [Name in keyof Rows]: Rows[Name] extends Row<infer Read, infer Write>
    ? Option<Read, Write>
    : never;
};

/** An option that is read and set. */
export function readWrite<Read, Write>(
  codec: Codec<Read, Write>,
  text: string,
  remarks: Remarks = {},
): Row<Read, Write> {
  return { codec, isReadable: true, isWritable: true, text, ...remarks };
}

/** An option that is only read. */
export function readOnly<Read>(
  codec: Codec<Read, never>,
  text: string,
  remarks: Remarks = {},
): Row<Read, never> {
  return { codec, isReadable: true, isWritable: false, text, ...remarks };
}

/** An option that is only set. */
export function writeOnly<Write>(
  codec: Codec<unknown, Write>,
  text: string,
  remarks: Remarks = {},
): Row<never, Write> {
  const writer = codec as Codec<never, Write>;
  return { codec: writer, isReadable: false, isWritable: true, text, ...remarks };
}

/** Gives the rows of a level their names and the level's. */
export function optionsAt<Rows extends Record<string, Row<unknown, never>>>(
  level: string,
  manual: string,
  rows: Rows,
): RowOptions<Rows> {
  const named = Object.entries(rows).map(([name, row]) => [
    name,
    Object.freeze({ manual, ...row, name, level }),
  ]);
  return Object.freeze(Object.fromEntries(named)) as RowOptions<Rows>;
}

/** The numbers of an option's level and name; undefined for one that this system lacks. */
export function numbersOf(option: Option): { level: number; optname: number } | undefined {
  const level = constants[option.level];
  const optname = constants[option.name];
  if (level === undefined || optname === undefined || !option.codec.isAvailable) return undefined;
  return { level, optname };
}
