import type { Command } from "commander";

/** Adds an option to `command` for each name in `texts`, with its default. */
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

/** Help texts of the options that limit a message's size. */
export const limitTexts = {
  headerLength: "maximum bytes of a header",
  headers: "maximum members of a header",
  contentLength: "maximum bytes of the content",
  nesting: "maximum nesting depth of arrays and objects",
};
