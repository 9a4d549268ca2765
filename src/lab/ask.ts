import { createInterface } from "node:readline";

import type { Experiment } from "./experiment.ts";

/** Whether there is a person to ask: who types on a terminal and reads on one. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** What answer a line chooses, by its number; undefined when it chooses none. */
function choiceOf({ prediction }: Experiment, line: string): string | undefined {
  return Object.keys(prediction.choices)[Number(line.trim()) - 1];
}

/**
 * Asks for a prediction until there is one; undefined when the person gives none: by an empty line, or
 * by the end of the input. A Ctrl-C is what it is elsewhere.
 */
export async function askPrediction(
  experiment: Experiment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const count = Object.keys(experiment.prediction.choices).length;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const end = (): void => {
    terminal.close();
    process.stdout.write("\n");
  };
  signal.addEventListener("abort", end);
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  terminal.setPrompt(`What do you say? (1–${count}, Enter to see it at once) `);
  terminal.prompt();
  try {
    for await (const line of terminal) {
      const choice = choiceOf(experiment, line);
      if (choice !== undefined || line.trim() === "") return choice;
      process.stdout.write(`That is none of the numbers from 1 to ${count}.\n`);
      terminal.prompt();
    }
    // A Ctrl-D leaves the cursor behind the question.
    if (!signal.aborted) process.stdout.write("\n");
    return undefined;
  } finally {
    signal.removeEventListener("abort", end);
    terminal.close();
  }
}
