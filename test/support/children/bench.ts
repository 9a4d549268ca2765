// The command bsd-sockets bench over a workload of tests; the environment says how it behaves.

import { Command } from "commander";

import { defineBench } from "#internal/bench/cli.js";

import { fakeWorkload } from "../bench/fake-workload.ts";

const { FAKE_FAIL: fail, FAKE_HANG: hang } = process.env;
const behaviour = { ...(fail && { fail }), ...(hang && { hang }) };
const command = new Command("bench");
defineBench(command, [fakeWorkload(behaviour)]);
await command.parseAsync();
