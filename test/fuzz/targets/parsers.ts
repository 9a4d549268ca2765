import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root, Running } from "../../support/programs.ts";
import { keep, keepCrash, readKept } from "../engine/kept.ts";
import type { Figures, Run, Target } from "../target.ts";

const NAME = "parsers";
const SOURCES = [
  "test/fuzz/native/parsers.cc",
  "native/address/parts.cc",
  "native/socket/control-items.cc",
];
const REPLAY = "test/fuzz/native/replay.cc";
const OPTIONS = ["-std=c++17", "-g", "-O1", "-fno-sanitize-recover=undefined"];
const LONGEST = 512;

/** Checks for a compiler with libFuzzer, which some packages of clang lack. */
function hasLibFuzzer(): boolean {
  const input = 'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }';
  const parameters = ["-fsanitize=fuzzer,address", "-x", "c++", "-", "-o", "/dev/null"];
  return spawnSync("clang++", parameters, { input }).status === 0;
}

const made = new Map<string, Promise<string>>();

// clang's sanitizer does not work with another compiler's sanitizer preloaded.
const withItsOwnSanitizer = { ...process.env, LD_PRELOAD: "" };

/** Compiles a program, once per process because it takes seconds. */
async function program(compiler: string, sanitizers: string, ...more: string[]): Promise<string> {
  const path = join(root, "build", `fuzz-parsers-${sanitizers.split(",")[0]!}-${process.pid}`);
  const making = made.get(path) ?? compile(path, compiler, [`-fsanitize=${sanitizers}`, ...more]);
  made.set(path, making);
  return await making;
}

async function compile(path: string, compiler: string, more: readonly string[]): Promise<string> {
  const parameters = [...OPTIONS, ...more, ...SOURCES, "-o", path];
  await using running = new Running(compiler, parameters, { cwd: root });
  if ((await running.ends()) !== 0) throw new Error(`${compiler}: ${running.stderr}`);
  return path;
}

const withLibFuzzer = async (): Promise<string> =>
  await program("clang++", "fuzzer,address,undefined");
const withReplay = async (): Promise<string> =>
  await program(process.env["CXX"] ?? "c++", "address,undefined", REPLAY);

/** A folder for a program's input and output. */
class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "bsd-sockets-fuzz-"));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

/** Runs all saved inputs, then new ones; saves additions to the corpus, and crashes. */
async function runLibFuzzer({ seed, until, keepsCorpus }: Run): Promise<Figures> {
  const file = await withLibFuzzer();
  using folder = new Folder();
  const corpus = join(folder.path, "corpus");
  mkdirSync(corpus);
  const kept = readKept("corpus", NAME).map(({ input }) => input);
  kept.forEach((input, index) => {
    writeFileSync(join(corpus, String(index)), input);
  });
  const seconds = Math.max(1, Math.round((until - performance.now()) / 1000));
  const parameters = [
    `-max_total_time=${seconds}`,
    `-max_len=${LONGEST}`,
    `-seed=${(seed >>> 0) % 2 ** 31 || 1}`,
    "-print_final_stats=1",
    `-artifact_prefix=${folder.path}/crash-`,
    corpus,
  ];
  await using running = new Running(file, parameters, { env: withItsOwnSanitizer });
  const end = await running.ends();
  const text = running.stderr;
  const crashes = readdirSync(folder.path)
    .filter((name) => name.startsWith("crash-"))
    .map((name) => keepCrash(NAME, readFileSync(join(folder.path, name)), text));
  if (end !== 0 && crashes.length === 0) throw new Error(text);
  if (keepsCorpus) await keepCorpus(file, corpus);
  return {
    inputs: numberIn(text, /number_of_executed_units: (\d+)/u),
    crashes,
    corpus: numberIn(text, /DONE.* corp: (\d+)/u),
    coverage: {
      unit: "edges",
      before: numberIn(text, /INITED cov: (\d+)/u),
      after: numberIn(text, /DONE +cov: (\d+)/u),
    },
  };
}

/** Saves the smallest set of inputs that reaches the same code. */
async function keepCorpus(file: string, corpus: string): Promise<void> {
  const least = join(corpus, "..", "least");
  mkdirSync(least);
  await using merging = new Running(file, ["-merge=1", least, corpus], {
    env: withItsOwnSanitizer,
  });
  if ((await merging.ends()) !== 0) return;
  rmSync(join(root, "test", "fuzz", "corpus", NAME), { recursive: true, force: true });
  for (const name of readdirSync(least)) keep("corpus", NAME, readFileSync(join(least, name)));
}

/** Without libFuzzer: runs every prefix of the saved inputs. */
async function runCorpus(): Promise<Figures> {
  const kept = readKept("corpus", NAME);
  await check(kept.map(({ path }) => join(root, path)));
  const inputs = kept.reduce((sum, { input }) => sum + input.length + 1, 0);
  const note = "NOT RUN: libFuzzer, because no clang has it; only the corpus was tried";
  return { inputs, crashes: [], corpus: kept.length, note };
}

async function check(paths: readonly string[]): Promise<void> {
  const file = await withReplay();
  await using running = new Running(file, paths);
  if ((await running.ends()) !== 0) throw new Error(running.stderr);
}

/** The addon's parsers that do not use JavaScript, under AddressSanitizer and UBSan. */
export const parsers: Target = {
  name: NAME,
  about: "the addon's parsers of addresses and ancillary data, with libFuzzer",
  missing: () => {
    const compiler = process.env["CXX"] ?? "c++";
    if (process.platform !== "linux") return "NOT RUN: needs Linux";
    return spawnSync(compiler, ["--version"]).status !== 0 && `NOT RUN: needs ${compiler}`;
  },
  fuzz: async (run) => (hasLibFuzzer() ? await runLibFuzzer(run) : await runCorpus()),
  replay: async (input) => {
    using folder = new Folder();
    const file = join(folder.path, "input");
    writeFileSync(file, input);
    await check([file]);
  },
  close: async () => {
    for (const making of made.values()) rmSync(await making, { force: true });
    made.clear();
  },
};
