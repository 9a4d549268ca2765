import { addon } from "../../native.ts";

/** The numbers of the headers that the addon was built with, by name. */
export const constants: Readonly<Record<string, number | undefined>> = addon.socketConstants;

/** One that every supported system has. */
export function known(name: string): number {
  const value = constants[name];
  if (value === undefined) throw new Error(`The addon has no constant ${name}`);
  return value;
}
