/** The tests of a run of Vitest's by how they ended. What fails outside of any test counts as one. */
export function countsOf(vitest) {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const count = (...states) => tests.filter((test) => states.includes(test.result().state)).length;
  const outside = suites.filter((suite) => suite.errors().length > 0).length;
  const unhandled = vitest.state.getUnhandledErrors().length;
  return {
    passed: count("passed"),
    // What is still pending was in a process that ended too early.
    failed: count("failed", "pending") + outside + unhandled,
    skipped: count("skipped"),
  };
}
