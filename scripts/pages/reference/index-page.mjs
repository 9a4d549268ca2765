// The index page of the reference.

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

<!-- Written by “npm run reference” from the doc comments in src/. -->

Every public function, class and type. On all pages:

- Names are Python's. A tuple is an array, bytes are a \`Buffer\`, \`None\` is \`null\`; keyword arguments
  are an options object at the end.
- Bytes can be passed as any typed array or DataView.
- Timeouts are in seconds; only \`select.poll\` takes milliseconds, as in Python.
- A failed call throws an \`OSError\` with \`errno\`, \`code\` and \`syscall\`, usually one of its
  subclasses. An invalid argument is a TypeError or a RangeError, before any system call.
- \`accept(2)\` is the page \`accept\` in section 2 of the manual, system calls. “See” links to it.
- Constants have the values of the headers that the addon was built with. A constant or function that
  the system lacks is \`undefined\`.

For recipes, see the [Guide](../guide.md).`;

const OTHERS = [
  [
    "[CPython's names](cpython-names.md)",
    "Every public name of CPython's modules `socket`, `select` and `selectors`, and the name here",
  ],
  [
    "[Socket options](../options.md)",
    "The options of `getOption` and `setOption`: values and effects",
  ],
];

/** Returns the page. */
export function indexPage(pages) {
  const listed = [...pages].sort((one, other) => rank(one) - rank(other));
  const rows = listed.map((page) => [
    `[bsd-sockets/${page.name}](${page.file})`,
    // Drop the link to CPython's page at the end of the sentence.
    firstSentence(page.text).replace(/(?:: https:\S*|\.)$/u, ""),
  ]);
  rows.push(...OTHERS);
  return `${CONVENTIONS}\n\n${table(["Page", ""], rows)}\n`;
}

// New entry points come last.
function rank({ name }) {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}
