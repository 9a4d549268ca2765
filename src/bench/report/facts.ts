import { formatValue } from "../../command/units.ts";
import type { Results } from "../results.ts";

/** The facts that you need to judge or repeat a run. */
export function factsOf(results: Results): [name: string, value: string][] {
  const { machine, versions, settings, rounds, seconds } = results;
  const memory = formatValue(machine.memoryBytes, "bytes");
  const size = settings.isQuick ? "quick" : "full";
  return [
    ["Command", results.command],
    ["Date", `${results.date.slice(0, 16).replace("T", " ")} UTC`],
    ["Machine", `${machine.cpu}, ${machine.cores} cores, ${memory}, ${machine.architecture}`],
    ["Kernel", machine.kernel],
    [
      "Versions",
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join("; "),
    ],
    [
      "Run",
      `${size}, ${rounds} ${rounds === 1 ? "round" : "rounds"} in ${durationOf(seconds)}` +
        (results.isComplete ? "" : ", interrupted"),
    ],
  ];
}

function durationOf(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
