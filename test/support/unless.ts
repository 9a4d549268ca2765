import { describe, test, type TestContext } from "vitest";

/** Why tests do not run; false or undefined if they do. */
export type Obstacle = string | boolean | undefined;

interface Options {
  timeout?: number;
  concurrent?: boolean;
}

interface Define<Body> {
  (title: string, body: Body): void;
  (title: string, options: Options, body: Body): void;
}

function titleOf(title: string, obstacle: string | true): string {
  const reason = obstacle === true ? "" : `: ${obstacle.replace(/^NOT RUN: /u, "")}`;
  return `${title} (NOT RUN${reason})`;
}

function defineUnless<Body>(
  obstacle: Obstacle,
  define: Define<Body>,
  skip: Define<Body>,
): Define<Body> {
  if (obstacle === undefined || obstacle === false) return define;
  return (title: string, ...[last, body]: [Options | Body, Body?]) => {
    skip(titleOf(title, obstacle), body ?? (last as Body));
  };
}

/** Returns `test`, or if there is an obstacle, `test.skip` with the reason in the title. */
export function testUnless(
  obstacle: Obstacle,
): Define<(context: TestContext) => void | Promise<void>> {
  return defineUnless(obstacle, test, test.skip);
}

/** Like testUnless, for `describe`. */
export function describeUnless(obstacle: Obstacle): Define<() => void> {
  return defineUnless(obstacle, describe, describe.skip);
}
