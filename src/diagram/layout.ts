import { bisectLeft, bisectRight } from "d3-array";

import type { Side } from "../programs/lanes.ts";
import type { Call } from "../trace/call.ts";
import { findArrows } from "./arrows.ts";
import { endOf } from "./descriptors.ts";
import type { Bar, Diagram, Lane, Part, Row, StateNote } from "./diagram.ts";
import { StateHistory } from "./states.ts";

/** A call that takes this long has waited for something. */
const BLOCKED_SECONDS = 0.001;

/** So long without any event is told, because the rows do not show it. */
const PAUSE_SECONDS = 0.01;

interface Placed {
  readonly side: Side;
  readonly call: Call;
  readonly isBar: boolean;
  readonly states: readonly StateNote[];
}

interface Event {
  readonly time: number;
  readonly part: Part;
  readonly placed: Placed;
}

/** Puts the calls of two programs on one clock: a row for each, and two for a call with a bar. */
export function layOut(lanes: readonly Lane[]): Diagram {
  const placed = place(lanes);
  const { rows, bars } = arrange(eventsOf(placed));
  return { lanes, rows, bars, arrows: findArrows(lanes, rows) };
}

/** Decides which calls get a bar, and what is told of states, which follow the calls' ends. */
function place(lanes: readonly Lane[]): Placed[] {
  const times = lanes
    .flatMap(({ calls }) => calls.flatMap((call) => [call.start, endOf(call)]))
    .sort((one, other) => one - other);
  return lanes.flatMap(({ side, calls }) => {
    const history = new StateHistory();
    return calls
      .toSorted((one, other) => endOf(one) - endOf(other))
      .map((call) => ({
        side,
        call,
        isBar: isBlocked(call) || isBusy(times, call),
        states: history.notesOf(call),
      }));
  });
}

function isBlocked({ duration }: Call): boolean {
  return duration >= BLOCKED_SECONDS;
}

/** True when another call starts or ends while this one runs. */
function isBusy(times: readonly number[], call: Call): boolean {
  return bisectRight(times, call.start) < bisectLeft(times, endOf(call));
}

function eventsOf(all: readonly Placed[]): Event[] {
  return all
    .flatMap((placed): Event[] => {
      const { call, isBar } = placed;
      if (!isBar) return [{ time: call.start, part: "whole", placed }];
      return [
        { time: call.start, part: "start", placed },
        { time: endOf(call), part: "end", placed },
      ];
    })
    .sort(inOrder);
}

/** By the clock; what ends in the same moment comes before what starts, and a call before the next. */
function inOrder(one: Event, other: Event): number {
  if (one.time !== other.time) return one.time - other.time;
  const endsFirst = Number(other.part === "end") - Number(one.part === "end");
  return endsFirst || one.placed.call.number - other.placed.call.number;
}

function arrange(events: readonly Event[]): { rows: Row[]; bars: Bar[] } {
  const rows: Row[] = [];
  const bars: Bar[] = [];
  const tracks = { server: new Tracks(), client: new Tracks() };
  for (const { time, part, placed } of events) {
    const { side, call } = placed;
    const { track, first } = tracks[side].take(call, part, rows.length);
    const before = events[rows.length - 1]?.time ?? time;
    rows.push({
      time: time - events[0]!.time,
      pause: time - before >= PAUSE_SECONDS ? time - before : 0,
      side,
      track,
      call,
      part,
      isBlocked: isBlocked(call),
      states: part === "start" ? [] : placed.states,
    });
    if (part !== "end") continue;
    bars.push({
      side,
      track,
      call,
      first,
      last: rows.length - 1,
      isBlocked: isBlocked(call),
    });
  }
  return { rows, bars };
}

/** The places beside each other for a program's bars: one for each thread that is in a call. */
class Tracks {
  readonly #running: ({ call: Call; first: number } | undefined)[] = [];

  /** The track of a row, and the row where its call started. */
  take(call: Call, part: Part, row: number): { track: number; first: number } {
    if (part === "end") {
      const track = this.#running.findIndex((running) => running?.call === call);
      const { first } = this.#running[track]!;
      this.#running[track] = undefined;
      return { track, first };
    }
    const free = this.#running.findIndex((running) => running === undefined);
    const track = free === -1 ? this.#running.length : free;
    if (part === "start") this.#running[track] = { call, first: row };
    return { track, first: row };
  }
}
