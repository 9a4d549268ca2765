import { spawnSync } from "node:child_process";

/** The words before a command that runs it in namespaces of its own, such as `--net`. */
export function inNamespace(...kinds: string[]): [command: string, ...words: string[]] {
  return ["unshare", "--map-root-user", ...kinds];
}

/** Why the tests that set a setting of a network of their own are skipped, or false. */
export function needsSetting(name: string, value: number | string): string | false {
  const [command, ...words] = inNamespace("--net");
  const script = `echo ${value} > /proc/sys/${name.replaceAll(".", "/")}`;
  const { status } = spawnSync(command, [...words, "sh", "-c", script]);
  return status !== 0 && `needs to set ${name} in a namespace`;
}

/** Why the tests that need such namespaces are skipped, or false. */
export function needsNamespace(...kinds: string[]): string | false {
  const [command, ...words] = inNamespace(...kinds);
  return spawnSync(command, [...words, "true"]).status !== 0 && `needs unshare ${kinds.join(" ")}`;
}
