// The arguments of native calls as JSON, so that a call that crashes can be saved and read.

/** What a getter does when the addon reads it. */
export const DEEDS = [
  ...["throw", "close", "detach", "shrink", "call", "collect", "interrupt", "trace", "exit"],
] as const;
export type Deed = (typeof DEEDS)[number];

/** Kinds of memory behind a view. */
export const MEMORIES = ["plain", "shared", "resizable", "detached", "inside"] as const;
export const VIEWS = [
  ...["Uint8Array", "Int32Array", "Float64Array", "BigUint64Array", "Uint8ClampedArray"],
  ...["DataView", "Buffer", "ArrayBuffer"],
] as const;

/** A value, and how it is made. */
export type Recipe =
  | { readonly kind: "undefined" | "symbol" | "function" | "date" | "valid" | "register" }
  | { readonly kind: "plain"; readonly value: string | boolean | null }
  | { readonly kind: "number" | "bigint"; readonly text: string }
  | { readonly kind: "fd" | "multiplexer"; readonly index: number }
  | {
      readonly kind: "view";
      readonly type: (typeof VIEWS)[number];
      readonly memory: (typeof MEMORIES)[number];
      readonly length: number;
      readonly fill: readonly number[];
    }
  | { readonly kind: "address"; readonly family: number; readonly length: number }
  | { readonly kind: "rights"; readonly indexes: readonly number[]; readonly length: number }
  | { readonly kind: "array"; readonly items: readonly Recipe[]; readonly getter?: Getter }
  | { readonly kind: "sparse"; readonly length: number }
  | { readonly kind: "proxy"; readonly of: Recipe; readonly deed: Deed }
  | { readonly kind: "convertible"; readonly deed: Deed };

/** An element that is a getter. */
interface Getter {
  readonly at: number;
  readonly deed: Deed;
}

/** A call of a native function. */
export interface Call {
  readonly name: string;
  readonly values: readonly Recipe[];
  /** The contents of the registers, for a function that reads them directly. */
  readonly registers?: readonly Recipe[];
}
