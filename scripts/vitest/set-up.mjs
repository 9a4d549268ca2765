// Vitest runs the sources, but what they start as processes and workers is compiled.

import { compileTests } from "../build/compile-tests.mjs";
import { buildKqueueDouble } from "../build/kqueue-double.mjs";
import { setUp } from "../build/setup.mjs";

export async function setup() {
  await setUp();
  compileTests();
  buildKqueueDouble();
}
