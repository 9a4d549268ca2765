import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, isIntegerIn } from "../arguments/integers.ts";

/** Returns the parts of an address; throws TypeError unless it is an array. */
export function checkArray(address: unknown, name: string, call: string): readonly unknown[] {
  if (Array.isArray(address)) return address;
  throw wrongType(`${call}(): ${name} address must be an array, not ${typeName(address)}`);
}

/** Returns a part of an address that is an integer from 0 on. The RangeError's message is CPython's. */
export function checkPart(value: unknown, name: string, highest: number, call: string): number {
  // Programs that send datagrams come here with each, so a good part costs no text.
  if (isIntegerIn(value, 0, highest)) return value;
  const part = `${call}(): ${name}`;
  return checkInteger(value, part, 0, highest, `${part} must be 0-${highest}.`);
}
