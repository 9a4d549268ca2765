/**
 * Shows experiments on a terminal.
 *
 * @module
 */

import { styleText } from "node:util";

import wrapAnsi from "wrap-ansi";

import { formatCall } from "../trace/index.ts";
import type { LabEvent, StepResult } from "./events.ts";
import type { Experiment } from "./experiment.ts";
import type { Observed } from "./observed.ts";
import { manualUrl } from "./manual.ts";
import { type Change, StateChanges } from "./state-changes.ts";
import { differences, type Verdict } from "./verdict.ts";

type Style = Parameters<typeof styleText>[0];

const USUAL_WIDTH = 80;
/** More would hide the sockets that matter. */
const MOST_CHANGES = 12;
const MOST_CALLS = 6;
const INDENT = "      ";

/** The stream that a view writes to, such as `process.stdout`. */
export interface Sink {
  write(text: string): unknown;
  readonly columns?: number;
  readonly isTTY?: boolean;
  readonly hasColors?: () => boolean;
}

/** Options of a view. */
export interface ViewOptions {
  /** Whether to show process ids and system calls, which change from run to run. */
  readonly hasNumbers: boolean;
}

/** Shows one experiment on a terminal. */
export class TerminalView {
  readonly #stream: Sink;
  readonly #hasNumbers: boolean;
  readonly #hasColors: boolean;
  readonly #changes = new StateChanges();
  #columns = 0;

  constructor(stream: Sink, { hasNumbers }: ViewOptions = { hasNumbers: true }) {
    this.#stream = stream;
    this.#hasNumbers = hasNumbers;
    // hasColors() knows the terminal's abilities and respects NO_COLOR.
    this.#hasColors = stream.isTTY === true && stream.hasColors?.() === true;
  }

  /** Shows the title and the question. */
  begin({ name, title, question }: Experiment): void {
    this.#line(`${this.#styled("bold", title)}  ${this.#styled("dim", name)}`);
    this.#line("");
    this.#paragraphs(question);
    this.#line("");
  }

  /** Shows the prediction's question and its numbered answers. */
  ask({ prediction }: Experiment): void {
    this.#paragraphs(prediction.ask);
    Object.values(prediction.choices).forEach((text, index) => {
      this.#hanging(`  ${index + 1}  `, text);
    });
  }

  /** Shows an event of the run. */
  report(event: LabEvent): void {
    switch (event.type) {
      case "process":
        this.#columns = Math.max(this.#columns, event.process.length);
        this.#process(event);
        break;
      case "step":
        this.#step(event);
        break;
      case "wait":
        this.#line(this.#styled("dim", `${INDENT}until ${event.text}`));
        this.#show(event.sockets);
        break;
      case "note":
        this.#hanging(INDENT, event.text);
        break;
      case "observation":
        this.#observation(event);
        break;
      case "end":
        this.#end(event);
        break;
    }
  }

  /** Shows whether the prediction was right and the kernel agrees, and the explanation. */
  verdict(experiment: Experiment, verdict: Verdict, predicted: string | undefined): void {
    this.#line("");
    this.#predicted(experiment, verdict, predicted);
    this.#agreement(verdict);
    this.#line("");
    this.#paragraphs(experiment.explanation);
    this.#line("");
    for (const page of experiment.manual) {
      this.#line(`  ${page.padEnd(16)} ${manualUrl(page)}`);
    }
    this.#line("");
  }

  #process({ process, pid }: LabEvent & { type: "process" }): void {
    const text = this.#hasNumbers ? `process ${process}: pid ${pid}` : `process ${process}`;
    this.#line(this.#styled("dim", `${INDENT}${text}`));
  }

  #step(event: LabEvent & { type: "step" }): void {
    const { number, process, thread, call, result } = event;
    const who = thread === undefined ? process : `${process}/${thread}`;
    const label = `${String(number).padStart(4)}  ${who.padEnd(this.#columns)}  `;
    const colored = this.#styled("cyan", label);
    this.#hanging(colored, `${call}${this.#result(result)}`, label.length);
    if (this.#hasNumbers) this.#calls(event);
    this.#show(event.sockets);
  }

  #calls({ calls, lostCalls }: LabEvent & { type: "step" }): void {
    const shown = calls.slice(-MOST_CALLS);
    const before = lostCalls + calls.length - shown.length;
    if (before > 0) this.#line(this.#styled("dim", `${INDENT}${before} system calls, then`));
    for (const call of shown) this.#hanging(INDENT, this.#styled("dim", formatCall(call)));
  }

  #result(result: StepResult): string {
    if ("blocksIn" in result) return this.#styled("yellow", `  sleeps in ${result.blocksIn}`);
    if ("error" in result) {
      const text = result.message.replace(/^\[Errno \d+\] /u, "");
      return this.#styled("red", `  → ${result.error}${text === "" ? "" : ` (${text})`}`);
    }
    return result.value === "" ? "" : this.#styled("green", `  → ${result.value}`);
  }

  #show(sockets: Parameters<StateChanges["of"]>[0]): void {
    const changes = this.#changes.of(sockets);
    for (const change of changes.slice(0, MOST_CHANGES)) this.#change(change);
    const more = changes.length - MOST_CHANGES;
    if (more > 0) this.#line(this.#styled("dim", `${INDENT}… and ${more} more`));
  }

  #change({ name, parts }: Change): void {
    const texts = parts.map(({ text, isNew }) => this.#styled(isNew ? "bold" : "dim", text));
    this.#hanging(
      `${INDENT}${this.#styled("dim", `${name}:`)} `,
      texts.join("  "),
      INDENT.length + 2,
    );
  }

  #observation({ name, value, expected }: LabEvent & { type: "observation" }): void {
    const isRight = value === expected;
    const mark = isRight ? this.#styled("green", "✓") : this.#styled("red", "✗");
    const wrong = isRight ? "" : this.#styled("red", `, expected ${shown(expected)}`);
    this.#hanging(`    ${mark} `, `${name}: ${this.#styled("bold", shown(value))}${wrong}`, 6);
  }

  #end({ sockets }: LabEvent & { type: "end" }): void {
    if (sockets.length > 0) this.#line(this.#styled("dim", `${INDENT}at the end:`));
    this.#show(sockets);
  }

  #predicted({ prediction }: Experiment, verdict: Verdict, predicted: string | undefined): void {
    const answer = verdict.observed[prediction.observation];
    if (predicted === undefined || answer === undefined) return;
    const isRight = predicted === String(answer);
    const text = prediction.choices[String(answer)] ?? shown(answer);
    this.#paragraphs(
      isRight
        ? this.#styled("green", `Your prediction was right: ${text}`)
        : `${this.#styled("red", "Your prediction was wrong.")} The answer is: ${text}`,
    );
  }

  #agreement(verdict: Verdict): void {
    if (verdict.error !== undefined) {
      this.#paragraphs(this.#styled("red", `The experiment failed: ${verdict.error}`));
    } else if (verdict.agrees === true) {
      this.#line(this.#styled("green", "The kernel did what the experiment expects."));
    } else {
      this.#line(this.#styled("red", "The kernel did not do what the experiment expects:"));
      for (const { name, observed, expected } of differences(verdict)) {
        this.#hanging("  ", `${name}: ${shown(observed)}, expected ${shown(expected)}`, 4);
      }
    }
  }

  #paragraphs(text: string): void {
    for (const paragraph of text.split(/\n\s*\n/u)) {
      this.#hanging("", paragraph.replaceAll(/\s+/gu, " "));
      if (text.includes("\n\n") && !text.endsWith(paragraph)) this.#line("");
    }
  }

  /** Writes text behind a label; further lines are indented by as much. */
  #hanging(label: string, text: string, indent = label.length): void {
    const width = ((this.#stream.columns ?? 0) || USUAL_WIDTH) - indent;
    const lines = wrapAnsi(text, Math.max(width, 20), { hard: true }).split("\n");
    this.#line(`${label}${lines.join(`\n${" ".repeat(indent)}`)}`);
  }

  #line(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  #styled(style: Style, text: string): string {
    return this.#hasColors ? styleText(style, text) : text;
  }
}

/** The value of an observation as text. */
function shown(value: Observed | undefined): string {
  if (value === undefined) return "(not observed)";
  if (value === "") return "nothing";
  return value === true ? "yes" : value === false ? "no" : String(value);
}
