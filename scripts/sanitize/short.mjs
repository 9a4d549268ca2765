// The sanitizer checks in npm test: the files that use the addon most, under AddressSanitizer and
// UndefinedBehaviorSanitizer.

import { addressWithoutLeaks } from "./address.mjs";
import { check } from "./check.mjs";
import { testFiles } from "./tests.mjs";

/** Short files that make calls with unusual memory: addresses, control data, shared arrays. */
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

/** Runs them, and returns the result to print later. */
export function checkShort() {
  return check(addressWithoutLeaks, testFiles(words));
}
