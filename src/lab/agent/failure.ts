import { OSError } from "../../errors.ts";
import type { Failure } from "../protocol.ts";

/** Converts an error to a form that can be sent to another process. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  const code = error instanceof OSError ? error.code : undefined;
  return { name, message, ...(code && { code }), ...(stack !== undefined && { stack }) };
}
