// The three projects of the tests. Tests that wait run in parallel; tests that measure run alone.

/** These measure the time, memory or descriptors of whole processes: one file at a time. */
const measured = [
  "test/abuse/**",
  "test/bench/garbage-meter.test.ts",
  "test/lifetime/**",
  "test/tutorial/idle.test.ts",
];

/** These start processes, send signals, or use terminals. */
const system = [
  "test/bench/**",
  "test/cli/**",
  "test/command/**",
  "test/diagram/command.test.ts",
  "test/differential/**",
  "test/docs/**",
  "test/faults/**",
  "test/fuzz/**",
  "test/lab/**",
  "test/messages/{client,server}/**",
  "test/native/{builds,interrupt,kqueue,loading,terminated}.test.ts",
  "test/scripts/**",
  "test/security/**",
  "test/select/interrupt.test.ts",
  "test/selectors/contract-processes.test.ts",
  "test/socket/{inheritance,interrupted}.test.ts",
  "test/socket/names/**",
  "test/tools/**",
  "test/trace/{environment,truth}.test.ts",
  "test/tutorial/**",
];

const files = (globs) => globs.map((glob) => glob.replace(/\*\*$/u, "**/*.test.ts"));

/** The projects for Vitest's configuration. A later group starts when the earlier one is done. */
export const projects = [
  { name: "unit", include: ["test/**/*.test.ts"], exclude: [...files(measured), ...files(system)] },
  { name: "system", include: files(system), exclude: files(measured) },
  {
    name: "measured",
    include: files(measured),
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
  },
].map((test) => ({ extends: true, test }));
