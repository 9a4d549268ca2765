/**
 * The constants of the system's headers, as the addon was built with them.
 *
 * @module
 */

import { nativeValue } from "./addon.ts";

type Constants = Readonly<Record<string, number>>;

/** The constants of the socket headers, by name. */
export const socketConstants: Constants = nativeValue("socketConstants");

/** The constants of the headers of select, poll, epoll and kqueue, by CPython's names. */
export const selectConstants: Constants = nativeValue("selectConstants");

/** The constants of errno.h, by name. */
export const errnoConstants: Constants = nativeValue("errnoConstants");

/** Returns a lookup among constants that throws unless the name is known: for what all systems have. */
export function knownIn(constants: Constants): (name: string) => number {
  return (name) => {
    const value = constants[name];
    if (value === undefined) throw new Error(`The addon has no constant ${name}`);
    return value;
  };
}
