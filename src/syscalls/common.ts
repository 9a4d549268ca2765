import { nativeValue } from "../thread/introduce.ts";

/** Bytes that a call reads or writes. */
export type ByteView = NodeJS.ArrayBufferView;

/** The result of a call whose timeout has passed: `-ETIME`, where there is such an errno. */
export const TIMED_OUT: number = nativeValue("TIMED_OUT");
