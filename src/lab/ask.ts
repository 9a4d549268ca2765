import { createInterface } from "node:readline";

import type { Experiment } from "./experiment.ts";

/** True if both stdin and stdout are a terminal, so that a question can be answered. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** The answer with the number in this line; undefined if there is no such answer. */
function choiceOf({ prediction }: Experiment, line: string): string | undefined {
  return Object.keys(prediction.choices)[Number(line.trim()) - 1];
}

/**
 * Asks for a prediction until a valid number is entered. Returns undefined for an empty line or at the
 * end of the input. Ctrl-C interrupts as it does elsewhere.
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
  terminal.setPrompt(`Your prediction? (1–${count}, Enter to skip) `);
  terminal.prompt();
  try {
    for await (const line of terminal) {
      const choice = choiceOf(experiment, line);
      if (choice !== undefined || line.trim() === "") return choice;
      process.stdout.write(`Enter a number from 1 to ${count}.\n`);
      terminal.prompt();
    }
    // Ctrl-D leaves the cursor on the line of the question.
    if (!signal.aborted) process.stdout.write("\n");
    return undefined;
  } finally {
    signal.removeEventListener("abort", end);
    terminal.close();
  }
}
