// The calls of the raw layer, while each is recorded.

import { trace } from "bsd-sockets/trace";

trace();
await import("./calls-syscalls.ts");
