/**
 * The small parts of Python that the tutorial's programs use in addition to its socket modules.
 *
 * @module
 */

export { ByteArray, bytearray } from "./bytearray.ts";
export { b } from "./bytes.ts";
export { int } from "./int.ts";
export * as json from "./json.ts";
export { print } from "./print.ts";
export { repr } from "./repr.ts";
export { str } from "./str.ts";
export * as sys from "./sys.ts";
export * as traceback from "./traceback.ts";
