/**
 * The enumerations of CPython's `socket` module, in the form of TypeScript's numeric enums: they
 * map names to numbers and numbers to names. Functions take and return plain numbers.
 *
 * @module
 */

import * as families from "./constants/families.ts";
import * as lookup from "./constants/lookup.ts";
import * as messages from "./constants/messages.ts";

type NamesOf<Constants, Prefix extends string> = keyof Constants & `${Prefix}_${string}`;

/** Maps the names of constants to their numbers, and the numbers to names. */
export type Enumeration<Name extends string> = Readonly<Record<Name, number | undefined>> &
  Readonly<Record<number, string>>;

// Of names that share a number, the number maps to the alphabetically first, like in CPython.
function enumeration<Name extends string>(
  constants: Readonly<Record<string, number | undefined>>,
  prefix: string,
): Enumeration<Name> {
  const members = Object.entries(constants)
    .filter(([name, number]) => name.startsWith(`${prefix}_`) && number !== undefined)
    .sort(([one], [other]) => (one < other ? 1 : -1));
  const names = members.map(([name, number]) => [number, name] as const);
  return Object.freeze(Object.fromEntries([...names, ...members])) as Enumeration<Name>;
}

/**
 * The AF_ constants: `AddressFamily[2]` is `"AF_INET"`.
 *
 * @see https://docs.python.org/3/library/socket.html#socket.AF_UNIX
 */
export const AddressFamily: Enumeration<NamesOf<typeof families, "AF">> = enumeration(
  families,
  "AF",
);

/**
 * The SOCK_ constants: `SocketKind[1]` is `"SOCK_STREAM"`.
 *
 * @see https://docs.python.org/3/library/socket.html#socket.SOCK_STREAM
 */
export const SocketKind: Enumeration<NamesOf<typeof families, "SOCK">> = enumeration(
  families,
  "SOCK",
);

/** The MSG_ constants: `MsgFlag[2]` is `"MSG_PEEK"`. */
export const MsgFlag: Enumeration<NamesOf<typeof messages, "MSG">> = enumeration(messages, "MSG");

/** The AI_ constants: `AddressInfo[1]` is `"AI_PASSIVE"`. */
export const AddressInfo: Enumeration<NamesOf<typeof lookup, "AI">> = enumeration(lookup, "AI");
