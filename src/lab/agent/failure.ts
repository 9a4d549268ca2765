import { OSError } from "../../errors.ts";
import type { Failure } from "../protocol.ts";

/** An error as another process can be told of it. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  const code = error instanceof OSError ? error.code : undefined;
  return { name, message, ...(code && { code }), ...(stack !== undefined && { stack }) };
}
