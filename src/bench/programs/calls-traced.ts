// Times the calls of the raw layer while trace() records each of them.

import { trace } from "bsd-sockets/trace";

trace();
await import("./calls-syscalls.ts");
