// The command bsd-sockets lab over experiments of tests; the environment names those that it knows.

import { Command } from "commander";

import { defineLab } from "#internal/lab/cli.js";

import { catalogueOf } from "../lab/fake-experiments.ts";

const names = process.env["FAKE_EXPERIMENTS"]?.split(",") ?? [];
const command = new Command("lab");
defineLab(command, catalogueOf(names));
await command.parseAsync();
