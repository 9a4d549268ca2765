// Evaluates a step with the package, by its documented rules: a tuple is an array, keyword
// arguments are an options object at the end, classes are constructed with `new`.

import { isDeepStrictEqual } from "node:util";

import type { Expression } from "./syntax.ts";

/** The variables of a sequence. */
export type Names = Map<string, unknown>;

/** The value of a variable before the step that assigns it. */
export const unassigned: unique symbol = Symbol("unassigned");

/** Like Python's: the step that should have assigned the variable failed. */
class NameError extends Error {
  override readonly name = "NameError";
}

/** The package has no such name, which never equals CPython's behaviour. */
class Missing extends Error {
  override readonly name = "Missing";
}

type Callable = (...values: unknown[]) => unknown;
type Class = new (...values: unknown[]) => unknown;

/** Evaluates an expression. */
export function evaluate(expression: Expression, names: Names): unknown {
  switch (expression.kind) {
    case "value":
      return expression.value;
    case "name":
      return lookUp(expression.name, names);
    case "attribute":
      return attribute(evaluate(expression.object, names), expression.name);
    case "index":
      return item(evaluate(expression.object, names), evaluate(expression.index, names));
    case "slice": {
      const object = evaluate(expression.object, names) as Buffer;
      const [from, to] = [evaluate(expression.from, names), evaluate(expression.to, names)];
      return object.subarray(from as number, to as number);
    }
    case "call":
      return call(expression, names);
    case "items":
      return expression.items.map((each) => evaluate(each, names));
    case "operation": {
      const left = evaluate(expression.left, names);
      return operate(expression.operator, left, evaluate(expression.right, names));
    }
  }
}

function lookUp(name: string, names: Names): unknown {
  const value = names.get(name);
  if (value === unassigned) throw new NameError(`name '${name}' is not defined`);
  if (value === undefined) throw new Missing(name);
  return value;
}

function attribute(object: unknown, name: string): unknown {
  const value = (object as Record<string, unknown> | null)?.[name];
  if (value === undefined) throw new Missing(name);
  return value;
}

function item(object: unknown, index: unknown): unknown {
  const items = object as ArrayLike<unknown>;
  return items[(index as number) < 0 ? items.length + (index as number) : (index as number)];
}

function call(expression: Expression & { kind: "call" }, names: Names): unknown {
  const { callee } = expression;
  const object = callee.kind === "attribute" ? evaluate(callee.object, names) : undefined;
  const target =
    callee.kind === "attribute" ? attribute(object, callee.name) : evaluate(callee, names);
  const values = expression.values.map((each) => evaluate(each, names));
  const named = expression.named.map(([name, each]) => [name, evaluate(each, names)] as const);
  if (named.length > 0) values.push(Object.fromEntries(named));
  if (isClass(target)) return new target(...values);
  return (target as Callable).apply(object, values);
}

function isClass(target: unknown): target is Class {
  return typeof target === "function" && target.toString().startsWith("class");
}

function operate(operator: string, left: unknown, right: unknown): unknown {
  if (operator === "==") return isDeepStrictEqual(left, right);
  if (Buffer.isBuffer(left)) return operateOnBytes(operator, left, right);
  if (typeof left === "string") {
    return operator === "*" ? left.repeat(right as number) : left + String(right);
  }
  if (Array.isArray(left)) {
    return operator === "+"
      ? [...(left as unknown[]), ...(right as unknown[])]
      : repeated(left, right as number);
  }
  return operateOnNumbers(operator, left as number, right as number);
}

function operateOnBytes(operator: string, left: Buffer, right: unknown): Buffer {
  if (operator === "+") return Buffer.concat([left, right as Buffer]);
  return Buffer.alloc(left.length * (right as number), left);
}

function repeated(items: unknown[], count: number): unknown[] {
  return Array.from({ length: count }, () => items).flat();
}

function operateOnNumbers(operator: string, left: number, right: number): number {
  switch (operator) {
    case "|":
      return left | right;
    case "&":
      return left & right;
    case "<<":
      return left * 2 ** right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    default:
      return left * right;
  }
}
