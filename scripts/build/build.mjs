// npm run build: sets up what is missing.

import { setUp } from "./setup.mjs";

await setUp();
