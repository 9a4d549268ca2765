import { checkInteger, INT_MAX, UINT_MAX } from "../../arguments/integers.ts";
import { checkTimeout, OPTION_TIMEOUT } from "../../arguments/seconds.ts";
import { checkBoolean, checkObject } from "./check.ts";
import { type Codec, codec } from "./codec.ts";
import { Struct } from "./layout.ts";

/**
 * What `close(2)` does with unsent data: `SO_LINGER`.
 *
 * @see https://man7.org/linux/man-pages/man7/socket.7.html
 */
export interface Linger {
  /** True: close waits until all data has been sent, or `linger` seconds have passed. */
  readonly onoff: boolean;
  /** Whole seconds. With 0, close resets the connection at once. */
  readonly linger: number;
}

const lingerStruct = new Struct("linger");

export const linger: Codec<Linger, Linger> = codec({
  type: "Linger",
  isAvailable: lingerStruct.isAvailable,
  capacity: lingerStruct.size,
  decode: (bytes) => {
    const { l_onoff, l_linger } = lingerStruct.numbers(bytes);
    return { onoff: l_onoff !== 0, linger: l_linger! };
  },
  encode: (value, name) => {
    const { onoff, linger: seconds } = checkObject(value, name, ["onoff", "linger"]);
    return lingerStruct.bytes({
      l_onoff: Number(checkBoolean(onoff, `${name}: onoff`)),
      l_linger: checkInteger(seconds, `${name}: linger`, 0, INT_MAX),
    });
  },
});

const timeStruct = new Struct("timeval");
const MICROSECONDS = 1e6;

/** Seconds; null, which is 0 for the kernel, waits forever. */
export const timeout: Codec<number | null, number | null> = codec({
  type: "number | null",
  isAvailable: timeStruct.isAvailable,
  capacity: timeStruct.size,
  decode: (bytes) => {
    const { tv_sec, tv_usec } = timeStruct.numbers(bytes);
    const seconds = tv_sec! + tv_usec! / MICROSECONDS;
    return seconds === 0 ? null : seconds;
  },
  encode: (value, name) => timeStruct.bytes(timevalOf(value, name)),
});

// Rounded up, so that no timeout becomes 0, which would wait forever.
function timevalOf(value: unknown, name: string): { tv_sec: number; tv_usec: number } {
  const timeout = checkTimeout(value, name, OPTION_TIMEOUT);
  if (timeout === null) return { tv_sec: 0, tv_usec: 0 };
  const seconds = Math.floor(timeout);
  const microseconds = Math.ceil((timeout - seconds) * MICROSECONDS);
  if (microseconds < MICROSECONDS) return { tv_sec: seconds, tv_usec: microseconds };
  return { tv_sec: seconds + 1, tv_usec: 0 };
}

/**
 * The clock of the times in SCM_TXTIME: `SO_TXTIME`.
 *
 * @see https://man7.org/linux/man-pages/man7/socket.7.html
 */
export interface TransmitTime {
  /** A clock of `clock_gettime(2)`: 1 is CLOCK_MONOTONIC, 11 CLOCK_TAI. */
  readonly clockid: number;
  /** 1: the time is a deadline; 2: errors are reported in the error queue; or both. */
  readonly flags: number;
}

const transmitTimeStruct = new Struct("sock_txtime");

export const transmitTime: Codec<TransmitTime, TransmitTime> = codec({
  type: "TransmitTime",
  isAvailable: transmitTimeStruct.isAvailable,
  capacity: transmitTimeStruct.size,
  decode: (bytes) => transmitTimeStruct.numbers(bytes) as unknown as TransmitTime,
  encode: (value, name) => {
    const { clockid, flags } = checkObject(value, name, ["clockid", "flags"]);
    return transmitTimeStruct.bytes({
      clockid: checkInteger(clockid, `${name}: clockid`, 0, INT_MAX),
      flags: checkInteger(flags, `${name}: flags`, 0, UINT_MAX),
    });
  },
});
