// The tables of a module's constants: a row for each group, or for each constant with a comment.

import { withLinks } from "./comments.mjs";
import { bySource, table } from "./tables.mjs";

const HEAD = ["Group", "On every system", "On some; elsewhere `undefined`"];
const EXPLANATION = "A name with ? is `undefined` on systems that lack it.";

/** Returns the tables of the constants. */
export function constantsPart(constants, linkTo) {
  const groups = groupsOf(constants);
  const isExplained = ({ comment }) => comment.text !== "";
  const hasMarks = constants.some((one) => isExplained(one) && !one.isEverywhere);
  const parts = hasMarks ? [EXPLANATION] : [];
  for (const { title, members } of groups) {
    const explained = members.filter(isExplained);
    if (explained.length > 0) parts.push(meaningsOf(title, explained, linkTo));
  }
  const rows = groups
    .map(({ title, members }) => ({ title, members: members.filter((one) => !isExplained(one)) }))
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) => rowOf(title, members));
  if (rows.length > 0) parts.push(table(HEAD, rows));
  return parts.join("\n\n");
}

/** Groups the constants by the comments above them, in the order of the source. */
function groupsOf(constants) {
  const groups = new Map();
  for (const one of [...constants].sort(bySource))
    groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups].map(([title, members]) => ({
    title: title.replace(/\.$/u, ""),
    members,
  }));
}

function meaningsOf(title, constants, linkTo) {
  const rows = constants.map(({ name, comment, isEverywhere }) => [
    `\`${name}\`${isEverywhere ? "" : " ?"}`,
    withLinks(comment.text, linkTo),
  ]);
  return table([title === "" ? "Constant" : title, ""], rows);
}

function rowOf(title, constants) {
  const names = (isEverywhere) =>
    constants
      .filter((one) => one.isEverywhere === isEverywhere)
      .map(({ name }) => `\`${name}\``)
      .join(", ");
  return [title === "" ? "Constants" : title, names(true), names(false)];
}
