// Repeats the allocation that its parameter names, and prints what the meter counts.
import { GarbageMeter } from "#internal/bench/garbage-meter.js";

const made: unknown[] = [null];
const makers: Readonly<Record<string, () => unknown>> = {
  nothing: () => null,
  numbers: () => new Array<number>(100).fill(0.5),
  buffer: () => Buffer.allocUnsafeSlow(10_000),
};

const make = makers[process.argv[2] ?? ""]!;
const meter = new GarbageMeter();
do made[0] = make();
while (meter.countEcho());
console.log(JSON.stringify({ garbage: [meter.bytes] }));
