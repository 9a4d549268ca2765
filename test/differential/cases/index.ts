import { argumentCases } from "./arguments.ts";
import type { Case } from "./case.ts";
import { stateCases } from "./states.ts";

/** All sequences that were written by hand. */
export const allCases: readonly Case[] = [...stateCases, ...argumentCases];
