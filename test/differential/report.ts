import type { Difference } from "./compare.ts";
import { isFailure, type Json, type Outcome } from "./outcome.ts";

/** Describes a difference: the sequence, which you can run in CPython, and both outcomes. */
export function describe({ steps, index, step, aspects, cpython, ours }: Difference): string {
  const lines = steps.map((line, at) => `${at === index ? "  > " : "    "}${line}`);
  return [
    `The ${aspects.join(", the ")} of ${step} differs:`,
    ...lines,
    `CPython:     ${describeOutcome(cpython)}`,
    `bsd-sockets: ${describeOutcome(ours)}`,
  ].join("\n");
}

function describeOutcome(outcome: Outcome): string {
  if (!isFailure(outcome)) return describeValue(outcome.value);
  const errno = outcome.errno === null ? "" : `, errno ${outcome.errno}`;
  const errors = outcome.errors?.map((each) => `\n    ${describeOutcome(each)}`).join("") ?? "";
  return `raises ${outcome.error}${errno}: ${outcome.message}${errors}`;
}

function describeValue(value: Json): string {
  if (Array.isArray(value)) return `(${value.map(describeValue).join(", ")})`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const { bytes } = value;
  if (typeof bytes === "string" && Object.keys(value).length === 1) {
    return `bytes ${JSON.stringify(Buffer.from(bytes, "hex").toString("latin1"))}`;
  }
  return JSON.stringify(value);
}
