import { fileURLToPath } from "node:url";

const scripts = fileURLToPath(new URL("../../../scripts/vitest/", import.meta.url));

export default {
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    include: ["*.ts"],
    cache: false,
    pool: "forks",
    reporters: ["default"],
    globalSetup: [`${scripts}watchdog.mjs`],
    setupFiles: [`${scripts}heartbeat.mjs`],
  },
};
