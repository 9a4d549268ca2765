import { spawnSync } from "node:child_process";

/** Returns the command prefix that runs a command in its own namespaces, such as `--net`. */
export function inNamespace(...kinds: string[]): [command: string, ...words: string[]] {
  return ["unshare", "--map-root-user", ...kinds];
}

/** Why tests that change a setting of their own network are skipped, or false. */
export function needsSetting(name: string, value: number | string): string | false {
  const [command, ...words] = inNamespace("--net");
  const script = `echo ${value} > /proc/sys/${name.replaceAll(".", "/")}`;
  const { status } = spawnSync(command, [...words, "sh", "-c", script]);
  return status !== 0 && `needs to set ${name} in a namespace`;
}

/** Why tests that need such namespaces are skipped, or false. */
export function needsNamespace(...kinds: string[]): string | false {
  const [command, ...words] = inNamespace(...kinds);
  return spawnSync(command, [...words, "true"]).status !== 0 && `needs unshare ${kinds.join(" ")}`;
}
