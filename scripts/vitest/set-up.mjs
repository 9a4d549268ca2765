// Vitest runs the sources, but the processes and workers that they start need compiled files.

import { compileTests } from "../build/compile-tests.mjs";
import { buildKqueueDouble } from "../build/kqueue-double.mjs";
import { setUp } from "../build/setup.mjs";

export async function setup() {
  await setUp();
  compileTests();
  buildKqueueDouble();
}
