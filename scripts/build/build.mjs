// npm run build: builds what is out of date.

import { setUp } from "./setup.mjs";

await setUp();
