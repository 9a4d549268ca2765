import { nativeFunction } from "../thread/introduce.ts";

/**
 * What an errno means: `strerror(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/strerror.3.html
 */
export const strerror: (errno: number) => string = nativeFunction("strerror");
