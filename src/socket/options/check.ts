import { given, quoted, wrongType } from "../../arguments/errors.ts";

/** Returns a boolean; throws TypeError for anything else. */
export function checkBoolean(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") {
    throw wrongType(`${name} must be true or false, not ${given(value)}`);
  }
  return value;
}

/** Returns a string; throws TypeError for anything else. */
export function checkString(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw wrongType(`${name} must be a string, not ${given(value)}`);
  }
  return value;
}

/** Returns an object; throws TypeError for anything else, and for unknown keys. */
export function checkObject(
  value: unknown,
  name: string,
  needed: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  const keys = [...needed, ...optional.map((key) => `${key}?`)].join(", ");
  if (typeof value !== "object" || value === null) {
    throw wrongType(`${name} must be an object { ${keys} }, not ${given(value)}`);
  }
  const known = new Set([...needed, ...optional]);
  const stranger = Object.keys(value).find((key) => !known.has(key));
  if (stranger !== undefined) {
    throw wrongType(`${name} has no ${quoted(stranger)}, only { ${keys} }`);
  }
  return value as Record<string, unknown>;
}
