import { OSError } from "../../errors.ts";
import type { Socket } from "../../socket/index.ts";

/** Closes a socket and ignores errors: the descriptor is free afterwards in any case. */
export function closeQuietly(sock: Socket): void {
  try {
    sock.close();
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
}
