import { BrokenPipeError } from "../../errors.ts";
import { KeyboardInterrupt } from "../../thread/keyboard-interrupt.ts";
import { printLine } from "../../python/print.ts";
import { decodeFrame } from "./decode/frame.ts";
import { absence, explain } from "./failure.ts";
import type { Options } from "./options.ts";
import { PacketSocket, SNAP_LENGTH } from "./packet-socket.ts";
import { PcapngFile } from "./pcapng-file.ts";
import { concernsPort } from "./port.ts";
import { showAs } from "./show.ts";

const FAILED = 1;
const STANDARD_ERROR = 2;

/** Shows packets as the options say, until Ctrl-C; gives the exit status. */
export function capture(options: Options): number {
  const reason = absence();
  if (reason !== undefined) return fail(reason);
  try {
    using packets = new PacketSocket(options.interface);
    using file = fileFor(options, packets);
    tell(`Capturing on '${options.interface}'`);
    return captureWith(packets, file, options);
  } catch (error) {
    return failWith(error, options);
  }
}

function fileFor({ write, interface: name }: Options, { link }: PacketSocket): PcapngFile | null {
  return write === undefined ? null : new PcapngFile(write, name, link, SNAP_LENGTH);
}

/** Counts packets, also those before something failed. */
function captureWith(packets: PacketSocket, file: PcapngFile | null, options: Options): number {
  const counter = { count: 0 };
  let status = 0;
  try {
    captureAll(packets, file, options, counter);
  } catch (error) {
    // Nobody reads the lines any more, nor would they read how many there were.
    if (error instanceof BrokenPipeError) return 0;
    if (!(error instanceof KeyboardInterrupt)) status = failWith(error, options);
  }
  tell(`${counter.count} packets captured, ${packets.dropped()} dropped by the kernel`);
  return status;
}

function captureAll(
  packets: PacketSocket,
  file: PcapngFile | null,
  options: Options,
  counter: { count: number },
): void {
  const { port, count: most = Infinity } = options;
  const show = showAs(options);
  while (counter.count < most) {
    const captured = packets.receive();
    const packet = decodeFrame(captured.link, captured.bytes);
    if (port !== undefined && !concernsPort(packet, port)) continue;
    file?.add(captured);
    counter.count += 1;
    show(packet, captured);
  }
}

function failWith(error: unknown, options: Options): number {
  const reason = explain(error, options.interface);
  if (reason === undefined) throw error;
  return fail(reason);
}

function fail(reason: string): number {
  tell(`bsd-sockets capture: ${reason}`);
  return FAILED;
}

// Not by Node's stream: from the first word on, Ctrl-C is to end the capture and not the process.
function tell(text: string): void {
  printLine(STANDARD_ERROR, text);
}
