import { addon } from "../native.ts";

/** What an errno means: `strerror(3)`. */
export const strerror: (errno: number) => string = addon.strerror;
