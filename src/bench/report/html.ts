/** Text that is HTML and needs no escaping. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | Html | readonly Html[];

function escape(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/gu, (character) => names[character] ?? character);
}

function textOf(part: Part): string {
  if (typeof part === "string") return escape(part);
  return part instanceof Html ? part.text : part.map(({ text }) => text).join("\n");
}

/** A template tag for HTML. Escapes the values unless they are {@link Html}. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: texts }, ...parts.map(textOf)));
}
