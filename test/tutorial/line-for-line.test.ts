import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

import ts from "typescript";
import { describe, test } from "vitest";

import { root } from "../support/programs.ts";

// Each line of the tutorial's listings, as listings/README.md says, is found in our programs.

const LISTINGS = `${root}test/tutorial/listings`;

/** How many lines prettier may make of one line of the tutorial's. */
const MOST_LINES = 3;

/** What the two languages call differently. */
const inTypeScript = new Map([
  ["except", "catch"],
  ["raise", "throw"],
]);

/** What TypeScript programs are made of, whatever they do. */
const language = new Set([
  ...[
    "import",
    "export",
    "from",
    "const",
    "let",
    "using",
    "function",
    "class",
    "interface",
    "type",
  ],
  ...["if", "else", "while", "for", "of", "return", "throw", "new", "this", "as", "instanceof"],
  ...["null", "undefined", "true", "false", "number", "string", "void", "unknown", "public"],
  ...[
    "constructor",
    "Buffer",
    "BufferEncoding",
    "Map",
    "length",
    "concat",
    "subarray",
    "try",
    "catch",
  ],
  ...["bsd-sockets/errors", "bsd-sockets/python", "bsd-sockets/socket", "bsd-sockets/selectors"],
  ...["bsd-sockets/struct", "b", "repr", "str", "print", "e", "0", "1"],
]);

interface Word {
  readonly text: string;
  readonly line: number;
}

interface Listing {
  readonly lines: readonly (readonly string[])[];
  readonly added: readonly string[];
}

const WORD = /"((?:[^"\\]|\\.)*)"|[\w>]+/gu;

/** The words of a line of a listing: a string as what is between its quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(WORD)].map(([word, text]) => {
    if (text !== undefined) return JSON.parse(`"${text}"`) as string;
    return inTypeScript.get(word) ?? word;
  });
}

function listingOf(program: string): Listing {
  const lines = readFileSync(`${LISTINGS}/${program}.txt`, "utf8").split("\n");
  const isLine = (line: string): boolean => line !== "" && !/^(?:#|added:)/u.test(line);
  const added = lines.filter((line) => line.startsWith("added:"));
  return {
    lines: lines.filter(isLine).map(wordsOf),
    added: added.flatMap((line) => wordsOf(line.slice("added:".length))),
  };
}

/** The names, strings and numbers of a program, with their lines. */
function programWords(text: string): Word[] {
  const source = ts.createSourceFile("program.ts", text, ts.ScriptTarget.Latest, true);
  const words: Word[] = [];
  const add = (node: ts.Node, word: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    words.push({ text: word, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node)) {
      const parts = node.templateSpans.map(({ literal }) => literal.text);
      add(node, [node.head.text, ...parts].join("{}"));
    } else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      return; // Its expression has said it
    } else if (ts.isLiteralExpression(node)) {
      add(node, node.text);
    } else if (ts.isIdentifier(node)) {
      add(node, node.text);
    } else if (isWord(node)) {
      add(node, ts.tokenToString(node.kind)!);
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(source);
  return words.filter(({ text: word }) => word !== "");
}

function isWord(node: ts.Node): boolean {
  return /^\w+$/u.test(ts.tokenToString(node.kind) ?? "");
}

/** Where a line of a listing stands in a program: from one word up to another. */
interface Place {
  readonly first: number;
  readonly end: number;
}

/** The next place, from `start` on, where few lines have all of the wanted words. */
function find(words: readonly Word[], wanted: readonly string[], start: number): Place | null {
  for (let first = start; first < words.length; first++) {
    const missing = [...wanted];
    for (let end = first; end < words.length; end++) {
      const { text, line } = words[end]!;
      if (line - words[first]!.line >= MOST_LINES) break;
      const index = missing.indexOf(text);
      if (end === first && index === -1) break;
      if (index !== -1) missing.splice(index, 1);
      if (missing.length === 0) return { first, end: end + 1 };
    }
  }
  return null;
}

/** The place of each line of a listing, one after the other; null for the first that has none. */
function placesOf(words: readonly Word[], { lines }: Listing): (Place | null)[] {
  const places: (Place | null)[] = [];
  let start = 0;
  for (const line of lines) {
    const place = find(words, line, start);
    places.push(place);
    if (place === null) break;
    start = place.end;
  }
  return places;
}

/** The first line of a listing that a program does not have in its place; null when it has them all. */
function missingLine(words: readonly Word[], listing: Listing): string | null {
  const index = placesOf(words, listing).indexOf(null);
  return index === -1 ? null : `line ${index + 1}: ${listing.lines[index]!.join(" ")}`;
}

/** What a program has besides its listing and the language. */
function additions(words: readonly Word[], { lines }: Listing): string[] {
  const known = new Set([...lines.flat(), ...language]);
  return [...new Set(words.map(({ text }) => text))].filter((text) => !known.has(text));
}

function read(program: string): string {
  return readFileSync(`${root}src/tutorial/${program}.ts`, "utf8");
}

/** How long the programs may be. */
const mostLines: readonly [program: string, lines: number][] = [
  ["echo-server", 23],
  ["echo-client", 17],
  ["multiconn-server", 95],
  ["multiconn-client", 98],
  ["app-server", 66],
  ["libserver", 250],
  ["app-client", 72],
  ["libclient", 250],
];

const programs = readdirSync(LISTINGS)
  .filter((file) => file.endsWith(".txt"))
  .map((file) => basename(file, ".txt"));

describe("line for line", () => {
  test("ten programs have a listing", () => {
    assert.equal(programs.length, 10);
  });

  test("the programs are no longer than is said, and as long as the page of differences says", () => {
    const page = readFileSync(`${root}docs/tutorial/09-differences.md`, "utf8");
    for (const [program, most] of mostLines) {
      const lines = read(program).split("\n").length - 1;
      assert.ok(lines <= most, `${program} has ${lines} lines`);
      const [, told] = new RegExp(`^\\| ${program} +\\| \\d+ +\\| (\\d+)`, "mu").exec(page) ?? [];
      assert.equal(told, String(lines), program);
    }
  });

  for (const program of programs) {
    const listing = listingOf(program);
    const words = programWords(read(program));

    test(`${program} has each line of the tutorial's, in order`, () => {
      assert.equal(missingLine(words, listing), null);
    });

    // The other two are described only.
    if (!program.endsWith("-test")) {
      test(`${program} has nothing else but what its listing names as added`, () => {
        assert.deepEqual(additions(words, listing).sort(), [...listing.added].sort());
      });
    }

    test(`${program} without any one of these lines is noticed`, () => {
      const unnoticed = placesOf(words, listing).filter((place) => {
        const [from, to] = [words[place!.first]!.line, words[place!.end - 1]!.line];
        const others = words.filter(({ line }) => line < from || line > to);
        return missingLine(others, listing) === null;
      });
      assert.deepEqual(
        unnoticed.map((place) => words.slice(place!.first, place!.end)),
        [],
      );
    });

    test(`${program} with two of these lines the other way round is noticed`, () => {
      const unnoticed = listing.lines.filter((line, index) => {
        const after = listing.lines[index + 1];
        // A lone name may stand on both sides of the other line.
        if (after === undefined || line.length === 1 || after.length === 1) return false;
        const lines = listing.lines.toSpliced(index, 2, after, line);
        return missingLine(words, { ...listing, lines }) === null;
      });
      assert.deepEqual(unnoticed, []);
    });
  }
});
