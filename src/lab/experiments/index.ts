import type { Experiment } from "../experiment.ts";
import bufferArithmetic from "./buffer-arithmetic.ts";
import cork from "./cork.ts";
import fdPassing from "./fd-passing.ts";
import halfClose from "./half-close.ts";
import interruptedCall from "./interrupted-call.ts";
import messageBoundaries from "./message-boundaries.ts";
import nagle from "./nagle.ts";
import outOfBand from "./out-of-band.ts";
import partialSend from "./partial-send.ts";
import peek from "./peek.ts";
import selfConnect from "./self-connect.ts";
import timeWait from "./time-wait.ts";
import truncation from "./truncation.ts";
import udpErrors from "./udp-errors.ts";
import unixBacklog from "./unix-backlog.ts";
import wouldBlock from "./would-block.ts";

/** All experiments, in the order in which they teach. */
export const experiments: readonly Experiment[] = [
  messageBoundaries,
  wouldBlock,
  partialSend,
  bufferArithmetic,
  peek,
  interruptedCall,
  halfClose,
  timeWait,
  selfConnect,
  nagle,
  cork,
  outOfBand,
  udpErrors,
  truncation,
  unixBacklog,
  fdPassing,
];

/** The file of an experiment of this folder. */
export function moduleOf({ name }: Experiment): string {
  return new URL(`./${name}.js`, import.meta.url).href;
}
