import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, isIntegerIn } from "../arguments/integers.ts";

/** Returns the parts of an address; throws TypeError unless it is an array. */
export function checkArray(address: unknown, name: string, call: string): readonly unknown[] {
  if (Array.isArray(address)) return address;
  throw wrongType(`${call}(): ${name} address must be an array, not ${typeName(address)}`);
}

/** Returns an integer of an address, 0 or more. The RangeError's message is CPython's. */
export function checkPart(value: unknown, name: string, highest: number, call: string): number {
  // Every datagram that is sent comes here, so build no text for a valid number.
  if (isIntegerIn(value, 0, highest)) return value;
  const part = `${call}(): ${name}`;
  return checkInteger(value, part, 0, highest, `${part} must be 0-${highest}.`);
}
