import type { StructValue } from "./codes.ts";

// The type of each code. l and L are missing, because their size varies in C layout.
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
 * The types of the values of a format: `Unpacked<">HI">` is `[number, number]`. For a format with
 * counts, or one that is unknown at compile time, it is an array of any of them.
 */
export type Unpacked<Format extends string> = string extends Format
  ? StructValue[]
  : Format extends `${"<" | ">" | "!" | "="}${infer Codes}`
    ? Each<Codes, true, []>
    : Format extends `@${infer Codes}`
      ? Each<Codes, false, []>
      : Each<Format, false, []>;
