// The page that the reference begins with.

import { firstSentence } from "./comments.mjs";
import { table } from "./tables.mjs";

const ORDER = [
  "socket",
  "select",
  "selectors",
  "errors",
  "errno",
  "struct",
  "python",
  "syscalls",
  "trace",
];

const CONVENTIONS = `# Reference

Made from the doc comments in \`src/\`. What holds everywhere:

- Names are Python's. A tuple is an array, bytes are a \`Buffer\`, \`None\` is \`null\`; keyword arguments
  are an object at the end.
- Bytes go in as any typed array or DataView.
- Timeouts are in seconds; only \`select.poll\`'s own are in milliseconds, as in Python.
- A failed call is an \`OSError\` with its \`errno\`, \`code\` and \`syscall\`, in most cases one of its
  subclasses. A wrong argument is a TypeError or a RangeError, before any system call.
- \`accept(2)\` is the page \`accept\` in section 2 of the manual, which is that of system calls. “See” leads
  to it.
- Constants have the numbers of the headers that the addon was built with. A constant or function that
  the system lacks is \`undefined\`.`;

const OTHERS = [
  [
    "[CPython's names](cpython-names.md)",
    "Every public name of CPython's modules `socket`, `select` and `selectors`, beside those here",
  ],
  [
    "[Socket options](../options.md)",
    "Every option of `getOption` and `setOption`: its value, and what it does",
  ],
];

/** The page. */
export function indexPage(pages) {
  const listed = [...pages].sort((one, other) => rank(one) - rank(other));
  const rows = listed.map((page) => [
    `[bsd-sockets/${page.name}](${page.file})`,
    // Without the address of CPython's page, which the sentence ends with.
    firstSentence(page.text).replace(/(?:: https:\S*|\.)$/u, ""),
  ]);
  rows.push(...OTHERS);
  return `${CONVENTIONS}\n\n${table(["Page", ""], rows)}\n`;
}

// A new entry point comes last.
function rank({ name }) {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}
