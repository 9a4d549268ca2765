// The part of the sanitizers that npm test runs: the files that use the addon most, under
// AddressSanitizer and UndefinedBehaviorSanitizer.

import { addressWithoutLeaks } from "./address.mjs";
import { check } from "./check.mjs";
import { testFiles } from "./tests.mjs";

/** Short, and makes calls with unusual memory: bytes of addresses, control data, shared arrays. */
const words = [
  "test/native/loading",
  "test/native/select",
  "test/native/wrong-arguments",
  "test/select/poll",
  "test/select/select",
  "test/socket/address",
  "test/socket/ancillary",
  "test/socket/messages",
  "test/socket/names/nameinfo",
  "test/socket/options.test",
  "test/socket/rights",
  "test/socket/unix",
  "test/socket/unusual-arguments",
  "test/trace/trace",
];

/** Runs them, and gives what came of it, to be told when it suits. */
export function checkShort() {
  return check(addressWithoutLeaks, testFiles(words));
}
