import type { Command } from "commander";

/** Gives a command an option with its default for each of some numbers. */
export function addNumberOptions<Name extends string>(
  command: Command,
  unit: string,
  texts: Readonly<Record<Name, string>>,
  defaults: Readonly<Record<Name, number>>,
  reader: (name: Name) => (text: string) => number,
): void {
  for (const name of Object.keys(texts) as Name[]) {
    const flag = name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
    command.option(`--${flag} <${unit}>`, texts[name], reader(name), defaults[name]);
  }
}

/** What can be said of a message's size, for the help. */
export const limitTexts = {
  headerLength: "bytes of a header at most",
  headers: "members of a header at most",
  contentLength: "bytes of a content at most",
  nesting: "how deep arrays and objects may lie in each other",
};
