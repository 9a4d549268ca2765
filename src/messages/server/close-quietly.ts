import { OSError } from "../../errors.ts";
import type { Socket } from "../../socket/index.ts";

/** The descriptor is free afterwards, whatever the kernel had to tell. */
export function closeQuietly(sock: Socket): void {
  try {
    sock.close();
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
}
