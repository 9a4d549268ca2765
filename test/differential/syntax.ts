// Parses the subset of Python that the steps use. CPython runs them unchanged; the package
// evaluates the parsed form.
//
//     step       = [ target "=" ] expression        target = name { "," name }
//     expression = literals, names, calls with keywords, attributes, indices, slices,
//                  tuples, lists, and the operators below

/** An expression. */
export type Expression =
  | { kind: "value"; value: unknown }
  | { kind: "name"; name: string }
  | { kind: "attribute"; object: Expression; name: string }
  | { kind: "index"; object: Expression; index: Expression }
  | { kind: "slice"; object: Expression; from: Expression; to: Expression }
  | { kind: "call"; callee: Expression; values: Expression[]; named: [string, Expression][] }
  | { kind: "items"; items: Expression[] }
  | { kind: "operation"; operator: string; left: Expression; right: Expression };

/** A line of Python: an expression, and the variables that its value is assigned to. */
export interface Step {
  readonly targets: readonly string[];
  readonly expression: Expression;
}

const TOKEN =
  /\s*(?:(?<number>0x[\da-f]+|\d+(?:\.\d+)?(?:e-?\d+)?)|(?<bytes>b?)(?<string>'(?:[^'\\]|\\.)*')|(?<name>[a-z_]\w*)|(?<mark>==|<<|[-+*|&()[\].,=:]))/iuy;

// From lowest to highest precedence.
const OPERATORS = [["=="], ["|"], ["&"], ["<<"], ["+", "-"], ["*"]];

const ESCAPES = new Map([
  ["0", "\0"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const CONSTANTS = new Map<string, unknown>([
  ["None", null],
  ["True", true],
  ["False", false],
]);

interface Token {
  kind: "literal" | "name" | "mark" | "end";
  text: string;
  value?: unknown;
}

function unescape(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(?:x([\da-f]{2})|(.))/giu, (_, hex: string | undefined, other: string) =>
      hex === undefined ? (ESCAPES.get(other) ?? other) : String.fromCharCode(parseInt(hex, 16)),
    );
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new Error(`cannot read the step ${text} at ${start}`);
    tokens.push(tokenOf(groups));
  }
  return [...tokens, { kind: "end", text: "" }];
}

function tokenOf(groups: Record<string, string | undefined>): Token {
  const { number, bytes, string, name, mark } = groups;
  if (number !== undefined) return { kind: "literal", text: number, value: Number(number) };
  if (string !== undefined) {
    const value = unescape(string);
    return { kind: "literal", text: string, value: bytes ? Buffer.from(value, "latin1") : value };
  }
  if (name === undefined) return { kind: "mark", text: mark! };
  if (CONSTANTS.has(name)) return { kind: "literal", text: name, value: CONSTANTS.get(name) };
  return { kind: "name", text: name };
}

class Reader {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  step(): Step {
    const targets = this.#targets();
    const expression = this.#expression();
    if (this.#peek().kind !== "end") this.#fail();
    return { targets, expression };
  }

  #targets(): string[] {
    const end = this.#tokens.findIndex((token) => token.text === "=");
    const isAssignment =
      end > 0 &&
      this.#tokens.slice(0, end).every(({ kind, text }) => kind === "name" || text === ",");
    if (!isAssignment) return [];
    this.#next = end + 1;
    return this.#tokens.slice(0, end).flatMap(({ kind, text }) => (kind === "name" ? [text] : []));
  }

  #expression(level = 0): Expression {
    const operators = OPERATORS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#expression(level + 1);
    while (this.#peek().kind === "mark" && operators.includes(this.#peek().text)) {
      const operator = this.#take().text;
      left = { kind: "operation", operator, left, right: this.#expression(level + 1) };
    }
    return left;
  }

  #unary(): Expression {
    if (!this.#accept("-")) return this.#postfix(this.#atom());
    return { kind: "operation", operator: "-", left: literal(0), right: this.#unary() };
  }

  #postfix(object: Expression): Expression {
    if (this.#accept("(")) return this.#postfix(this.#call(object));
    if (this.#accept(".")) return this.#postfix({ kind: "attribute", object, name: this.#name() });
    if (!this.#accept("[")) return object;
    const index = this.#expression();
    const isSlice = this.#accept(":");
    const found: Expression = isSlice
      ? { kind: "slice", object, from: index, to: this.#expression() }
      : { kind: "index", object, index };
    this.#expect("]");
    return this.#postfix(found);
  }

  #call(callee: Expression): Expression {
    const values: Expression[] = [];
    const named: [string, Expression][] = [];
    while (!this.#accept(")")) {
      const following = this.#tokens[this.#next + 1];
      if (this.#peek().kind === "name" && following?.text === "=") {
        const name = this.#name();
        this.#expect("=");
        named.push([name, this.#expression()]);
      } else {
        values.push(this.#expression());
      }
      if (this.#peek().text !== ")") this.#expect(",");
    }
    return { kind: "call", callee, values, named };
  }

  #atom(): Expression {
    const token = this.#take();
    if (token.kind === "literal") return literal(token.value);
    if (token.kind === "name") return { kind: "name", name: token.text };
    if (token.text === "[") return { kind: "items", items: this.#items("]").items };
    if (token.text !== "(") this.#fail();
    const { items, isTuple } = this.#items(")");
    return isTuple ? { kind: "items", items } : items[0]!;
  }

  #items(end: string): { items: Expression[]; isTuple: boolean } {
    const items: Expression[] = [];
    let commas = 0;
    while (!this.#accept(end)) {
      items.push(this.#expression());
      if (this.#accept(",")) commas++;
      else if (this.#peek().text !== end) this.#fail();
    }
    return { items, isTuple: commas > 0 || items.length === 0 };
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind === "end") this.#fail();
    this.#next++;
    return token;
  }

  #name(): string {
    const token = this.#take();
    if (token.kind !== "name") this.#fail();
    return token.text;
  }

  #accept(mark: string): boolean {
    const isThere = this.#peek().kind === "mark" && this.#peek().text === mark;
    if (isThere) this.#next++;
    return isThere;
  }

  #expect(mark: string): void {
    if (!this.#accept(mark)) this.#fail();
  }

  #fail(): never {
    throw new Error(`cannot read the step ${this.#text} near “${this.#peek().text}”`);
  }
}

function literal(value: unknown): Expression {
  return { kind: "value", value };
}

const known = new Map<string, Step>();

/** Parses a step. */
export function readStep(text: string): Step {
  let step = known.get(text);
  if (step === undefined) {
    step = new Reader(text).step();
    known.set(text, step);
  }
  return step;
}
