import type { StructValue } from "./codes.ts";

// What each code gives. l and L are left open in the machine's own layout, where their size varies.
interface Values {
  c: Buffer;
  b: number;
  B: number;
  "?": boolean;
  h: number;
  H: number;
  i: number;
  I: number;
  q: bigint;
  Q: bigint;
  e: number;
  f: number;
  d: number;
  s: Buffer;
  p: Buffer;
}

type Each<Codes extends string, WithLong, Found extends StructValue[]> = Codes extends ""
  ? Found
  : Codes extends `${infer Letter}${infer Rest}`
    ? Letter extends keyof Values
      ? Each<Rest, WithLong, [...Found, Values[Letter]]>
      : Letter extends "x" | " "
        ? Each<Rest, WithLong, Found>
        : Letter extends "l" | "L"
          ? Each<Rest, WithLong, [...Found, WithLong extends true ? number : number | bigint]>
          : StructValue[]
    : StructValue[];

/**
 * The types of the values that a format gives: `Unpacked<">HI">` is `[number, number]`. A format with
 * counts, or one that is not known when compiling, gives an array of any of them.
 */
export type Unpacked<Format extends string> = string extends Format
  ? StructValue[]
  : Format extends `${"<" | ">" | "!" | "="}${infer Codes}`
    ? Each<Codes, true, []>
    : Format extends `@${infer Codes}`
      ? Each<Codes, false, []>
      : Each<Format, false, []>;
