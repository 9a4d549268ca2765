import { type Results, workloadResults, type WorkloadResults } from "#internal/bench/results.js";

import { fakeWorkload, quickSettings } from "./fake-workload.js";

const bases: Readonly<Record<string, number>> = {
  "bsd-sockets epoll": 2,
  "bsd-sockets select": 6,
  "C epoll": 1,
};

/** The results of two rounds of the fake workload, with n = 10, 100 and 1,000. */
export function measuredFake(): WorkloadResults {
  const workload = fakeWorkload();
  const points = [10, 100, 1000].map((n) => ({ n, a: 1 }));
  const cells = points.flatMap((point) =>
    workload.implementations
      .filter(({ name, method }) => name in bases && (method !== "select" || point.n < 1000))
      .map((implementation) => {
        const time = (bases[implementation.name] ?? 0) * point.n;
        const values = { wait: [time, 2 * time, 3 * time], total: [1000 * time] };
        const samples = [1, 2].map((round) => ({ round, values }));
        return { workload, point, implementation, samples };
      }),
  );
  return workloadResults(workload, cells);
}

/** Returns a whole run of the fake workload. */
export function fakeResults(): Results {
  return {
    format: 1,
    command: "bsd-sockets bench 'a < b'",
    date: "2026-01-02T03:04:05.000Z",
    seconds: 61,
    isComplete: true,
    rounds: 2,
    settings: quickSettings,
    machine: {
      kernel: "Linux 6.1",
      architecture: "x86_64",
      cpu: "A processor",
      cores: 2,
      memoryBytes: 2 ** 33,
    },
    versions: { "Node.js": "20.12.0" },
    workloads: [measuredFake()],
    targets: [],
    skipped: [
      {
        workload: "fake",
        implementation: "bsd-sockets select",
        point: { n: 1000, a: 1 },
        reason: "select is limited to FD_SETSIZE (1024)",
      },
    ],
    failures: [],
  };
}
