import { nativeValue } from "./addon.ts";

/** Where a field is in a struct: its bytes, and for a bit-field its bits in that one byte. */
export interface Field {
  readonly offset: number;
  readonly size: number;
  readonly isSigned: boolean;
  readonly shift: number;
  /** 0 unless the field is a bit-field. */
  readonly bits: number;
}

/** A struct of the system's headers: its size in bytes and its fields. */
interface Layout {
  readonly size: number;
  readonly fields: Readonly<Record<string, Field>>;
}

/** The structs that socket options are made of, by name. */
export const layouts: Readonly<Record<string, Layout>> = nativeValue("layouts");
