// Experiments that succeed, or fail in some way, to test the runner and the views.

import { writeFileSync } from "node:fs";

import { KeyboardInterrupt } from "#internal/errors.js";
import type { Experiment, Need } from "#internal/lab/experiment.js";
import type { Observed } from "#internal/lab/observed.js";
import type { Lab } from "#internal/lab/lab.js";
import type { Catalogue } from "#internal/lab/cli.js";
import { listening } from "#internal/lab/scenes.js";

/** The file that the hanging experiment writes its process id to. */
export const { FAKE_PIDS: pidFile = "" } = process.env;

/** In an experiment's process: ends it like a crash. */
export function crash(): void {
  process.stderr.write("something terrible\n");
  process.exit(3);
}

type Values = Readonly<Record<string, Observed>>;

function fake(
  name: string,
  expected: Values,
  run: (lab: Lab) => Promise<void>,
  needs: readonly Need[] = [],
): Experiment {
  return {
    name,
    title: `The title of ${name}`,
    question: "Does it go well?",
    prediction: {
      ask: "What is the answer?",
      choices: { yes: "it is yes", no: "it is no" },
      observation: "answer",
    },
    expected: { linux: expected, darwin: expected },
    explanation: "The first paragraph.\n\nThe second one.",
    manual: ["listen(2)", "tcp(7)"],
    needs,
    run,
  };
}

/** Returns an experiment with a listener that makes these observations. */
function listener(name: string, expected: Values, observed: Values): Experiment {
  return fake(name, expected, async (lab) => {
    await listening(lab);
    lab.note("a note");
    for (const [what, value] of Object.entries(observed)) lab.observe(what, value);
  });
}

/** A process that blocks in accept forever. */
async function hang(lab: Lab): Promise<void> {
  const { server, listener: sleeper } = await listening(lab);
  const sleeping = await sleeper.accept("nobody").blocks();
  if (pidFile !== "") writeFileSync(pidFile, String(server.pid));
  await sleeping.returns();
}

/** The experiments by name; the name says how each ends. */
export const fakes: Readonly<Record<string, Experiment>> = Object.fromEntries(
  [
    listener("agreeing", { answer: "yes" }, { answer: "yes" }),
    listener("differing", { answer: "no" }, { answer: "yes" }),
    listener("incomplete", { answer: "yes", more: 1 }, { answer: "yes" }),
    listener("talkative", { answer: "yes" }, { answer: "yes", more: 1 }),
    fake("skipped", { answer: "yes" }, () => Promise.resolve(), [() => "needs luck"]),
    fake("crashing", { answer: "yes" }, async (lab) => {
      const { server } = await listening(lab);
      await server.run("crash()", crash);
    }),
    fake("failing", { answer: "yes" }, async (lab) => {
      const { listener: other } = await listening(lab);
      await other.send(Buffer.from("text"));
    }),
    fake("hanging", { answer: "yes" }, hang),
    fake("ctrl-c", { answer: "yes" }, async (lab) => {
      await listening(lab);
      throw new KeyboardInterrupt();
    }),
    fake("quiet", { answer: "yes" }, async (lab) => {
      await Promise.resolve();
      lab.observe("answer", "yes");
    }),
  ].map((experiment) => [experiment.name, experiment]),
);

/** The URL of this file. */
export const fakeModule = import.meta.url;

const notUsual = ["hanging", "ctrl-c", "quiet"];

/**
 * Returns a catalogue of the named experiments for the command; all of the usual ones by default.
 */
export function catalogueOf(names: readonly string[]): Catalogue {
  const some =
    names.length > 0 ? names : Object.keys(fakes).filter((name) => !notUsual.includes(name));
  return { experiments: some.map((name) => fakes[name]!), moduleOf: () => fakeModule };
}
