import { knownIn, socketConstants } from "../../addon/constants.ts";

/** The numbers of the headers that the addon was built with, by name. */
export const constants: Readonly<Record<string, number | undefined>> = socketConstants;

/** One that every supported system has. */
export const known: (name: string) => number = knownIn(socketConstants);
