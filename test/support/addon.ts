import { createRequire } from "node:module";

import { root } from "./programs.ts";

/** The addon that the tests run on: the built one, or another by the environment. */
export const addonPath =
  process.env["BSD_SOCKETS_ADDON"] ?? `${root}build/Release/bsd_sockets.node`;

/** All that the addon exports, by name. */
export const natives = createRequire(import.meta.url)(addonPath) as Readonly<
  Record<string, unknown>
>;
