import { InvalidArgumentError } from "commander";

/** A reader of whole numbers within bounds, for an option of commander's. */
export function wholeNumber(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  // Nobody wants to read the largest number there is.
  const bounds = most === Number.MAX_SAFE_INTEGER ? `${least} on` : `${least} to ${most}`;
  return (text) => {
    const number = Number(text);
    if (/^\d+$/u.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`“${text}” is not a whole number from ${bounds}.`);
  };
}

/** A reader of numbers of seconds, which may have a fraction, for an option of commander's. */
export function seconds(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^(\d+\.?\d*|\.\d+)$/u.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`“${text}” is not a number of seconds, ${least} to ${most}.`);
  };
}
