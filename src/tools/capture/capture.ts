import { CommandFailure, isPrintError } from "../../command/run.ts";
import { DONE } from "../../command/status.ts";
import { printLine } from "../../python/print.ts";
import { decodeFrame } from "./decode/frame.ts";
import { absence, explain } from "./failure.ts";
import type { Options } from "./options.ts";
import { PacketSocket, SNAP_LENGTH } from "./packet-socket.ts";
import { PcapngFile } from "./pcapng-file.ts";
import { concernsPort } from "./port.ts";
import { showAs } from "./show.ts";

const STANDARD_ERROR = 2;

/** Shows packets as the options say, until Ctrl-C; returns the exit status. */
export function capture(options: Options): number {
  const reason = absence();
  if (reason !== undefined) throw new CommandFailure(reason);
  try {
    using packets = new PacketSocket(options.interface);
    using file = fileFor(options, packets);
    tell(`Capturing on '${options.interface}'`);
    captureCounted(packets, file, options);
    return DONE;
  } catch (error) {
    throw failureOf(error, options);
  }
}

function fileFor({ write, interface: name }: Options, { link }: PacketSocket): PcapngFile | null {
  return write === undefined ? null : new PcapngFile(write, name, link, SNAP_LENGTH);
}

/** Tells how many packets there were, also when Ctrl-C or a failure ended it. */
function captureCounted(packets: PacketSocket, file: PcapngFile | null, options: Options): void {
  const counter = { count: 0 };
  const tellCount = (): void => {
    tell(`${counter.count} packets captured, ${packets.dropped()} dropped by the kernel`);
  };
  try {
    captureAll(packets, file, options, counter);
  } catch (error) {
    // Who does not read the lines does not read their number.
    if (!isPrintError(error)) tellCount();
    throw error;
  }
  tellCount();
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

function failureOf(error: unknown, options: Options): unknown {
  if (isPrintError(error)) return error;
  const reason = explain(error, options.interface);
  return reason === undefined ? error : new CommandFailure(reason);
}

/** Not through Node's stream: from the first line on, Ctrl-C is to end the capture, not the process. */
function tell(text: string): void {
  try {
    printLine(STANDARD_ERROR, text);
  } catch (error) {
    // Nobody reads it; the packets are what counts.
    if (!isPrintError(error)) throw error;
  }
}
