import { inspect } from "node:util";

import { outOfRange, wrongType } from "../../arguments/errors.ts";

export const LARGEST_INT = 2 ** 31 - 1;
export const SMALLEST_INT = -(2 ** 31);
export const LARGEST_UINT = 2 ** 32 - 1;

/** Refuses what is no whole number between two bounds. */
export function checkInteger(
  value: unknown,
  name: string,
  lowest: number,
  highest: number,
): number {
  const wanted = `${name} must be a whole number from ${lowest} to ${highest}`;
  if (typeof value !== "number") throw wrongType(`${wanted}, not ${inspect(value)}`);
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw outOfRange(`${wanted}, not ${value}`);
  }
  return value;
}

/** Refuses what is no boolean. */
export function checkBoolean(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") {
    throw wrongType(`${name} must be true or false, not ${inspect(value)}`);
  }
  return value;
}

/** Refuses what is no string. */
export function checkString(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw wrongType(`${name} must be a string, not ${inspect(value)}`);
  }
  return value;
}

/** Refuses what is no object, an object with other keys, and one that lacks a key. */
export function checkObject(
  value: unknown,
  name: string,
  needed: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  const keys = [...needed, ...optional.map((key) => `${key}?`)].join(", ");
  if (typeof value !== "object" || value === null) {
    throw wrongType(`${name} must be an object { ${keys} }, not ${inspect(value)}`);
  }
  const known = new Set([...needed, ...optional]);
  const stranger = Object.keys(value).find((key) => !known.has(key));
  if (stranger !== undefined) {
    throw wrongType(`${name} must be an object { ${keys} }, without ${stranger}`);
  }
  return value as Record<string, unknown>;
}
