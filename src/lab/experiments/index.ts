import type { Experiment } from "../experiment.ts";
import blockingModes from "./blocking-modes.ts";
import closeInAnotherThread from "./close-in-another-thread.ts";
import emfile from "./emfile.ts";
import epollAndDup from "./epoll-and-dup.ts";
import epollRefusals from "./epoll-refusals.ts";
import fdSetsize from "./fd-setsize.ts";
import halfClose from "./half-close.ts";
import interruptedCall from "./interrupted-call.ts";
import keepaliveAndUserTimeout from "./keepalive-and-user-timeout.ts";
import levelOrEdge from "./level-or-edge.ts";
import liveDup from "./live-dup.ts";
import portExhaustion from "./port-exhaustion.ts";
import reuseportDrain from "./reuseport-drain.ts";
import staleEvent from "./stale-event.ts";
import thunderingHerd from "./thundering-herd.ts";
import timeWait from "./time-wait.ts";
import wouldBlock from "./would-block.ts";

/** All experiments, in the order in which they teach. */
export const experiments: readonly Experiment[] = [
  wouldBlock,
  blockingModes,
  interruptedCall,
  halfClose,
  liveDup,
  closeInAnotherThread,
  timeWait,
  levelOrEdge,
  epollAndDup,
  staleEvent,
  epollRefusals,
  fdSetsize,
  emfile,
  reuseportDrain,
  portExhaustion,
  thunderingHerd,
  keepaliveAndUserTimeout,
];

/** The file of an experiment of this folder. */
export function moduleOf({ name }: Experiment): string {
  return new URL(`./${name}.js`, import.meta.url).href;
}
