import { isDeepStrictEqual } from "node:util";

import { isFailure, type Json, type Outcome, type Run } from "./outcome.ts";

/** The part in which two outcomes differ. */
export type Aspect = "outcome" | "value" | "class" | "errno" | "message" | "errors" | "left open";

/** A step with different outcomes in CPython and in this package. */
export interface Difference {
  readonly steps: readonly string[];
  /** The index of the step; the number of steps if descriptors were left open at the end. */
  readonly index: number;
  readonly step: string;
  readonly aspects: readonly Aspect[];
  readonly cpython: Outcome;
  readonly ours: Outcome;
}

/** Returns the differences between two runs of a sequence, in order. */
export function compare(steps: readonly string[], cpython: Run, ours: Run): Difference[] {
  const [theirNames, ourNames] = [new ChosenNames(), new ChosenNames()];
  const differences = steps.map((step, index): Difference => {
    const their = theirNames.rename(cpython.outcomes[index]!);
    const our = ourNames.rename(ours.outcomes[index]!);
    return { steps, index, step, aspects: aspectsOf(their, our), cpython: their, ours: our };
  });
  differences.push({
    steps,
    index: steps.length,
    step: "(descriptors left open)",
    aspects: isDeepStrictEqual(cpython.left, ours.left) ? [] : ["left open"],
    cpython: { value: cpython.left },
    ours: { value: ours.left },
  });
  return differences.filter(({ aspects }) => aspects.length > 0);
}

function aspectsOf(cpython: Outcome, ours: Outcome): Aspect[] {
  if (!isFailure(cpython) || !isFailure(ours)) {
    if (isFailure(cpython) || isFailure(ours)) return ["outcome"];
    return isDeepStrictEqual(cpython.value, ours.value) ? [] : ["value"];
  }
  const aspects: Aspect[] = [];
  if (cpython.error !== ours.error) aspects.push("class");
  if (cpython.errno !== ours.errno) aspects.push("errno");
  if (cpython.message !== ours.message) aspects.push("message");
  if (!isDeepStrictEqual(cpython.errors, ours.errors)) aspects.push("errors");
  return aspects;
}

const FIRST_OTHER_PORT = 1024;
// unix(7): autobind chooses a null byte and five hexadecimal digits.
const AUTOBOUND = /^00(?:3\d|6[1-6]){5}$/u;
const IN_TEXT = /(?<=', )\d{4,5}(?=[,)])|(?<=b'\\x00)[\da-f]{5}(?=')/gu;

/**
 * Replaces values that the kernel chose by names in order of appearance, because they differ
 * between the sides: ports and autobound names, in addresses and in text that contains them.
 */
class ChosenNames {
  readonly #names = new Map<string, string>();

  rename(outcome: Outcome): Outcome {
    if (!isFailure(outcome)) return { value: this.#json(outcome.value) };
    const renamed = { ...outcome, message: this.#text(outcome.message) };
    if (outcome.errors !== undefined) {
      renamed.errors = outcome.errors.map((each) => this.rename(each) as typeof each);
    }
    return renamed;
  }

  #json(value: Json): Json {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "number") return this.#names.get(String(value)) ?? value;
    if (Array.isArray(value)) return this.#array(value);
    if (value === null || typeof value === "boolean") return value;
    const { bytes } = value;
    if (typeof bytes === "string" && AUTOBOUND.test(bytes)) {
      return { name: this.#nameOf(Buffer.from(bytes, "hex").toString("latin1", 1)) };
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, this.#json(each)]),
    );
  }

  #array(items: Json[]): Json[] {
    const [host, port] = items;
    const isAddress = typeof host === "string" && typeof port === "number";
    if (isAddress && port >= FIRST_OTHER_PORT) {
      return [host, this.#nameOf(String(port)), ...items.slice(2)];
    }
    return items.map((each) => this.#json(each));
  }

  #text(text: string): string {
    return this.#names.get(text) ?? text.replace(IN_TEXT, (chosen) => this.#nameOf(chosen));
  }

  #nameOf(chosen: string): string {
    let name = this.#names.get(chosen);
    if (name === undefined) {
      name = `chosen ${this.#names.size + 1}`;
      this.#names.set(chosen, name);
    }
    return name;
  }
}
