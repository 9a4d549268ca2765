import { print } from "../../python/index.ts";
import type { Inet6Address, InetAddress } from "../../socket/index.ts";
import type { Failure } from "./error-queue.ts";
import type { Reply } from "./network.ts";
import { ICMP_HEADER_BYTES, type Version } from "./packet.ts";
import type { Listener } from "./session.ts";
import { lossOf, roundTripOf, type Statistics, statisticsLines } from "./statistics.ts";

/** Who is asked, and with what. */
export interface Target {
  /** As it was given. */
  readonly host: string;
  readonly version: Version;
  readonly address: InetAddress | Inet6Address;
  /** The bytes of an echo's data. */
  readonly size: number;
}

/** Shows a run from its begin to its end. */
export interface View extends Listener {
  begin(): void;
  end(statistics: Statistics): void;
}

const IPV4_HEADER_BYTES = 20;

/** The lines that `ping` prints. */
export function textView(target: Target): View {
  const { host, version, address, size } = target;
  const [numeric] = address;
  const total = `(${size + ICMP_HEADER_BYTES + IPV4_HEADER_BYTES}) `;
  return {
    begin() {
      const blank = version === 4 ? " " : "";
      print(
        `PING ${host}${blank}(${numeric}) ${size}${version === 4 ? total : " data "}bytes${version === 4 ? " of data." : ""}`,
      );
    },
    reply({ from, sequence, bytes, ttl }, milliseconds, isDuplicate) {
      const who = from === numeric && host !== numeric ? `${host} (${from})` : from;
      const limit = ttl === null ? "" : ` ttl=${ttl}`;
      const note = isDuplicate ? " (DUP!)" : "";
      const time = `time=${timeText(milliseconds)} ms`;
      print(`${bytes} bytes from ${who}: icmp_seq=${sequence}${limit} ${time}${note}`);
    },
    failure({ from, sequence, text }) {
      const number = sequence === null ? "" : ` icmp_seq=${sequence}`;
      print(from === null ? `ping: ${text}` : `From ${from}${number} ${text}`);
    },
    end(statistics) {
      print(statisticsLines(host, statistics).join("\n"));
    },
  };
}

/** Three digits that say something, as `ping` has them. */
export function timeText(milliseconds: number): string {
  const digits = milliseconds >= 100 ? 0 : milliseconds >= 10 ? 1 : milliseconds >= 1 ? 2 : 3;
  return milliseconds.toFixed(digits);
}

/** One JSON object a line. */
export function jsonView({ host, version, address, size }: Target): View {
  const show = (event: string, details: object): void => {
    print(JSON.stringify({ event, ...details }));
  };
  return {
    begin() {
      show("begin", { host, version, address: address[0], size });
    },
    reply(reply: Reply, milliseconds, isDuplicate) {
      const { from, sequence, bytes, ttl } = reply;
      show("reply", { from, sequence, bytes, ttl, milliseconds, isDuplicate });
    },
    failure({ from, sequence, text }: Failure) {
      show("error", { from, sequence, text });
    },
    end(statistics) {
      const { transmitted, received, duplicates, errors, duration, times } = statistics;
      const counts = { transmitted, received, duplicates, errors };
      const loss = lossOf(statistics);
      show("statistics", { ...counts, loss, duration, roundTrip: roundTripOf(times) });
    },
  };
}
