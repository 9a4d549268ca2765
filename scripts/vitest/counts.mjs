/** Counts the tests of a Vitest run by result. A failure outside any test counts as one. */
export function countsOf(vitest) {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const count = (...states) => tests.filter((test) => states.includes(test.result().state)).length;
  const outside = suites.filter((suite) => suite.errors().length > 0).length;
  const unhandled = vitest.state.getUnhandledErrors().length;
  return {
    passed: count("passed"),
    // Still pending: its process ended too early.
    failed: count("failed", "pending") + outside + unhandled,
    skipped: count("skipped"),
  };
}
