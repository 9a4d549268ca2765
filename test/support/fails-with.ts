import assert from "node:assert/strict";
import { inspect } from "node:util";

import * as errno from "bsd-sockets/errno";
import { OSError } from "bsd-sockets/errors";

/** Checks that a call throws an OSError with a code, and that the error's parts are consistent. */
export function failsWith(code: string, call: () => unknown): void {
  assert.throws(call, (error) => {
    assert.ok(error instanceof OSError, inspect(error));
    assert.equal(error.code, code);
    assert.equal(error.errno, (errno as unknown as Record<string, number>)[code]);
    assert.equal(error.message, `[Errno ${String(error.errno)}] ${error.strerror}`);
    return true;
  });
}
