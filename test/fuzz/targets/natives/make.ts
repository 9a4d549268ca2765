// Makes the values of a call.

import { threadId } from "node:worker_threads";

import { nativeFunction } from "#internal/thread/introduce.js";
import { getsockname, interrupt } from "bsd-sockets/syscalls";

import { argumentOf } from "./functions.ts";
import { guarded } from "./guarded.ts";
import type { Deed, Recipe } from "./recipe.ts";
import type { World } from "./world.ts";

const startTrace: (
  capacity: number,
  dataLimit: number,
  hasStates: boolean,
  announces: boolean,
  whenCalled: () => void,
) => number = nativeFunction("startTrace");

/** The error that our getters throw. */
export class Thrown extends Error {}

type View = Extract<Recipe, { kind: "view" }>;

interface Resizable extends ArrayBuffer {
  resize(length: number): void;
}
const ResizableArrayBuffer = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => Resizable;

function memoryOf({ memory, length }: View, bytes: number): ArrayBufferLike {
  if (memory === "shared") return new SharedArrayBuffer(bytes);
  if (memory === "resizable")
    return new ResizableArrayBuffer(bytes, { maxByteLength: bytes + length });
  return new ArrayBuffer(bytes + (memory === "inside" ? 16 : 0));
}

function detach(memory: ArrayBufferLike): void {
  if (memory instanceof ArrayBuffer) structuredClone(memory, { transfer: [memory] });
}

/** Makes the values of one call; their getters can reach the world. */
export class Maker {
  readonly #name: string;
  readonly #world: World;
  readonly #memories: ArrayBufferLike[] = [];

  constructor(name: string, world: World) {
    this.#name = name;
    this.#world = world;
  }

  value(recipe: Recipe, index = -1): unknown {
    switch (recipe.kind) {
      case "number":
        return this.#guarded(Number(recipe.text), index);
      case "bigint":
        return BigInt(recipe.text);
      case "plain":
        return this.#name === "introduceThread" && typeof recipe.value === "boolean"
          ? threadId === 0
          : recipe.value;
      case "fd":
        return this.#world.descriptor(recipe.index);
      case "multiplexer":
        // Other functions treat it as an ordinary number.
        return this.#guarded(this.#world.multiplexer(recipe.index), index);
      case "valid":
        return this.#guarded(argumentOf(this.#name, index)?.[2], index);
      default:
        return this.#object(recipe);
    }
  }

  #object(recipe: Recipe): unknown {
    switch (recipe.kind) {
      case "view":
        return this.#view(recipe);
      case "address":
        return this.#world.address(recipe.family).subarray(0, recipe.length);
      case "rights":
        return this.#world.rights(recipe.indexes).subarray(0, recipe.length);
      case "array":
        return this.#array(recipe);
      case "sparse":
        return new Array(recipe.length);
      case "proxy":
        return this.#proxy(this.value(recipe.of) as object, recipe.deed);
      case "convertible":
        return { [Symbol.toPrimitive]: () => this.#do(recipe.deed), length: 1 };
      case "symbol":
        return Symbol("symbol");
      case "function":
        return () => undefined;
      case "date":
        return new Date(0);
      default:
        return undefined;
    }
  }

  #guarded(value: unknown, index: number): unknown {
    return typeof value === "number" ? guarded(this.#name, index, value, this.#world.first) : value;
  }

  #view(recipe: View): unknown {
    const { type, memory, length, fill } = recipe;
    const bytes = Math.ceil(length / 8) * 8;
    const buffer = memoryOf(recipe, bytes);
    const all = new Uint8Array(buffer);
    for (let at = 0; fill.length > 0 && at < all.length; at++) all[at] = fill[at % fill.length]!;
    this.#memories.push(buffer);
    const offset = memory === "inside" ? 8 : 0;
    const made = viewOf(
      type,
      buffer,
      offset,
      type === "DataView" || type === "Buffer" ? length : bytes,
    );
    if (memory === "detached") detach(buffer);
    return made;
  }

  #array({ items, getter }: Extract<Recipe, { kind: "array" }>): unknown[] {
    const values = items.map((item) => this.value(item));
    if (getter === undefined) return values;
    const value: unknown = values[getter.at];
    Object.defineProperty(values, getter.at, {
      get: () => {
        this.#do(getter.deed);
        return value;
      },
    });
    return values;
  }

  #proxy(target: object, deed: Deed): object {
    return new Proxy(target, {
      get: (object, key) => {
        this.#do(deed);
        return Reflect.get(object, key) as unknown;
      },
      getPrototypeOf: (object) => {
        this.#do(deed);
        return Reflect.getPrototypeOf(object);
      },
    });
  }

  #do(deed: Deed): number {
    switch (deed) {
      case "throw":
        throw new Thrown("by a getter");
      case "close":
        this.#world.closeAll();
        break;
      case "detach":
        for (const memory of this.#memories) detach(memory);
        break;
      case "shrink":
        this.#shrink();
        break;
      case "call":
        getsockname(this.#world.descriptor(0), new Uint8Array(128), new Int32Array(1));
        break;
      case "collect":
        (globalThis as { gc?: () => void }).gc?.();
        break;
      case "interrupt":
        interrupt(threadId);
        break;
      case "trace":
        startTrace(10, 10, true, false, () => undefined);
        break;
      case "exit":
        if (threadId !== 0) process.exit(0);
    }
    return 0;
  }

  #shrink(): void {
    for (const memory of this.#memories) {
      if ((memory as { resizable?: boolean }).resizable === true) (memory as Resizable).resize(0);
    }
  }
}

// The types of Buffer.from do not allow shared memory.
function viewOf(
  type: View["type"],
  memory: ArrayBufferLike,
  offset: number,
  bytes: number,
): unknown {
  switch (type) {
    case "ArrayBuffer":
      return memory;
    case "Buffer":
      return Buffer.from(memory as ArrayBuffer, offset, bytes);
    case "DataView":
      return new DataView(memory, offset, bytes);
    case "Int32Array":
      return new Int32Array(memory, offset, bytes / 4);
    case "Float64Array":
      return new Float64Array(memory, offset, bytes / 8);
    case "BigUint64Array":
      return new BigUint64Array(memory, offset, bytes / 8);
    default:
      return type === "Uint8Array"
        ? new Uint8Array(memory, offset, bytes)
        : new Uint8ClampedArray(memory, offset, bytes);
  }
}
