import { knownIn } from "../../addon/known-constant.ts";
import { addon } from "../../thread/introduce.ts";

/** The numbers of the headers that the addon was built with, by name. */
export const constants: Readonly<Record<string, number | undefined>> = addon.socketConstants;

/** One that every supported system has. */
export const known: (name: string) => number = knownIn(addon.socketConstants);
