// The command bsd-sockets bench with a fake workload; the environment sets its behaviour.

import { defineBench } from "#internal/bench/cli.js";
import { commandNamed, runCommandLine } from "#internal/command/usage.js";

import { fakeWorkload } from "../bench/fake-workload.ts";

const { FAKE_FAIL: fail, FAKE_HANG: hang } = process.env;
const behaviour = { ...(fail && { fail }), ...(hang && { hang }) };
const command = commandNamed("bench");
defineBench(command, [fakeWorkload(behaviour)]);
await runCommandLine(command);
