import { createRequire } from "node:module";

import { root } from "./programs.ts";

/** The addon under test: the built one, or the one named in the environment. */
export const addonPath =
  process.env["BSD_SOCKETS_ADDON"] ?? `${root}build/Release/bsd_sockets.node`;

/** Everything the addon exports, by name. */
export const natives = createRequire(import.meta.url)(addonPath) as Readonly<
  Record<string, unknown>
>;
