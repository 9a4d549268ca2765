// The tables of a module's constants: a line for each group, or for each constant that is explained.

import { withLinks } from "./comments.mjs";
import { bySource, table } from "./tables.mjs";

const HEAD = ["Group", "On every system", "On some; `undefined` elsewhere"];
const EXPLANATION = "A name with ? is `undefined` on the systems that lack it.";

/** The constants as tables. */
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

/** The constants by the comments that they stand below, in the order of their sources. */
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
