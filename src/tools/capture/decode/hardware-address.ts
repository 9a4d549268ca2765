/** The text of a link's address: `02:00:00:00:00:01`. */
export function hardwareAddress(bytes: Buffer): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
