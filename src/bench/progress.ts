import { MultiBar, Presets } from "cli-progress";

import { formatPoint } from "./format-point.ts";
import type { MeasuredCell, Failure } from "./results.ts";
import type { Observer } from "./runner.ts";

/** Shows the progress of a run. */
export interface Progress extends Observer {
  /** Prints a line that stays visible. */
  say(line: string): void;
  /** Removes the bar. */
  stop(): void;
}

const FORMAT = "{bar} {percentage}% | {eta_formatted} left | round {round}/{rounds} {cell}";

/** Shows a bar on a terminal, and prints lines elsewhere. */
export function makeProgress(stream: NodeJS.WriteStream, cells: number, rounds: number): Progress {
  return stream.isTTY ? bar(stream, cells, rounds) : lines(stream, rounds);
}

function titleOf({ workload, point, implementation }: MeasuredCell): string {
  return [workload.name, formatPoint(point), implementation.name].filter(Boolean).join(" ");
}

function failureLine({ workload, implementation, point, message }: Failure): string {
  const place = [workload, formatPoint(point), implementation].filter(Boolean).join(" ");
  return `Failed: ${place}: ${message.trim()}`;
}

function bar(stream: NodeJS.WriteStream, cells: number, rounds: number): Progress {
  const options = { stream, format: FORMAT, hideCursor: true, clearOnComplete: true, barsize: 20 };
  const screen = new MultiBar(options, Presets.shades_classic);
  const shown = screen.create(cells * rounds, 0, { round: 1, rounds, cell: "" });
  const say = (line: string): void => {
    screen.log(`${line}\n`);
    screen.update();
  };
  return {
    begins(cell, round) {
      shown.update({ round, cell: titleOf(cell) });
    },
    ends() {
      shown.increment();
    },
    fails(failure) {
      say(failureLine(failure));
    },
    say,
    stop() {
      screen.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream, rounds: number): Progress {
  let last = "";
  const say = (line: string): void => void stream.write(`${line}\n`);
  return {
    begins({ workload }, round) {
      const line = `Round ${round} of ${rounds}: ${workload.name}`;
      if (line !== last) say(line);
      last = line;
    },
    ends() {
      // A line for each cell would be too much.
    },
    fails(failure) {
      say(failureLine(failure));
    },
    say,
    stop() {
      // There is no bar to remove.
    },
  };
}
