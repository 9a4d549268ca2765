/** Why the tests of Linux's behaviour are skipped, or false. */
export const needsLinux = process.platform !== "linux" && "tests Linux's behaviour";
