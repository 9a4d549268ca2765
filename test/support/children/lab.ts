// The command bsd-sockets lab with fake experiments; the environment names them.

import { commandNamed, runCommandLine } from "#internal/command/usage.js";
import { defineLab } from "#internal/lab/cli.js";

import { catalogueOf } from "../lab/fake-experiments.ts";

const names = process.env["FAKE_EXPERIMENTS"]?.split(",") ?? [];
const command = commandNamed("lab");
defineLab(command, catalogueOf(names));
await runCommandLine(command);
