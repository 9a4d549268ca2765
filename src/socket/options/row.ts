import { constants } from "../constants/known.ts";
import type { Codec } from "./codec.ts";

/** Optional parts of a row of the table. */
export interface Remarks {
  /** The systems with the option, unless all have it: `"Linux 6.3"`, `"macOS"`. */
  readonly since?: string;
  /** The man page, if it differs from that of the level. */
  readonly manual?: string;
  /** Returns the level, if it depends on the value. */
  readonly levelOf?: (value: never) => number;
}

/** An option without its name and level. */
export interface Row<Read, Write> extends Remarks {
  readonly codec: Codec<Read, Write>;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  /** The purpose of the option in one sentence. */
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

/** Returns the row of an option that can be read and set. */
export function readWrite<Read, Write>(
  codec: Codec<Read, Write>,
  text: string,
  remarks: Remarks = {},
): Row<Read, Write> {
  return { codec, isReadable: true, isWritable: true, text, ...remarks };
}

/** Returns the row of an option that can only be read. */
export function readOnly<Read>(
  codec: Codec<Read, never>,
  text: string,
  remarks: Remarks = {},
): Row<Read, never> {
  return { codec, isReadable: true, isWritable: false, text, ...remarks };
}

/** Returns the row of an option that can only be set. */
export function writeOnly<Write>(
  codec: Codec<unknown, Write>,
  text: string,
  remarks: Remarks = {},
): Row<never, Write> {
  const writer = codec as Codec<never, Write>;
  return { codec: writer, isReadable: false, isWritable: true, text, ...remarks };
}

/** Returns the rows of a level with their names and the level's. */
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

/** Returns the numbers of an option's level and name; undefined if this system lacks it. */
export function numbersOf(option: Option): { level: number; optname: number } | undefined {
  const level = constants[option.level];
  const optname = constants[option.name];
  if (level === undefined || optname === undefined || !option.codec.isAvailable) return undefined;
  return { level, optname };
}
