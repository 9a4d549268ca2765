// knip's configuration: where it starts looking for unused files, exports and dependencies.

export default {
  entry: [
    "scripts/*.mjs",
    "scripts/{lint,pages}/*.mjs",
    "scripts/build/{build,constants,setup}.mjs",
    "scripts/sanitize/reports.mjs",
    "scripts/vitest/counts.mjs",
    "src/{index,errno,errors}.ts",
    "src/{messages,python,select,selectors,socket,struct,syscalls,trace}/index.ts",
    "src/tutorial/*.ts",
    // Run as processes, or imported by a computed name.
    "src/bench/programs/*.ts",
    "src/lab/agent/main.ts",
    "src/lab/{markdown,transcript}.ts",
    "src/lab/experiments/*.ts",
    "test/**/*.test.ts",
    "test/{abuse,differential,faults,fuzz,lifetime}/main.ts",
    "test/**/{*-process,*-worker,child,runner}.ts",
    "test/socket/names/answer.ts",
    "test/support/{children,lab,vitest}/**/*.ts",
  ],
  project: ["src/**/*.ts", "test/**/*.ts", "scripts/**/*.mjs"],
  paths: {
    "#internal/*.js": ["src/*.ts"],
    "bsd-sockets": ["src/index.ts"],
    "bsd-sockets/*": ["src/*.ts", "src/*/index.ts"],
  },
  // These are run by their paths.
  ignoreDependencies: [
    "clang-format",
    "dependency-cruiser",
    "node-addon-api",
    "node-api-headers",
    "node-gyp",
  ],
  // These come from Debian packages.
  ignoreBinaries: ["clang\\+\\+", "flock", "ping", "prlimit", "ss", "strace", "tshark", "unshare"],
};
