/** Why the tests are skipped that tell what Linux does, or false. */
export const needsLinux = process.platform !== "linux" && "tells what Linux does";
