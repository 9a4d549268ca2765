import * as selectors from "bsd-sockets/selectors";

import { testUnless } from "./unless.ts";

/** The selector classes by name; undefined if the system lacks the call. */
const selectorClasses: Readonly<Record<string, selectors.SelectorClass | undefined>> = {
  DefaultSelector: selectors.DefaultSelector,
  EpollSelector: selectors.EpollSelector,
  KqueueSelector: selectors.KqueueSelector,
  PollSelector: selectors.PollSelector,
  SelectSelector: selectors.SelectSelector,
};

/** Returns the backend of a class: `"epoll"` and so on. */
function backendOf(Selector: selectors.SelectorClass): string {
  const names = ["epoll", "kqueue", "poll", "select"];
  const classes = [
    selectors.EpollSelector,
    selectors.KqueueSelector,
    selectors.PollSelector,
    selectors.SelectSelector,
  ];
  return names[classes.indexOf(Selector)]!;
}

/** The arguments of a case: a selector, its backend, and its class's name. */
export type ContractBody = (
  selector: selectors.BaseSelector,
  backend: string,
  name: string,
) => void | Promise<void>;

/** Defines a test for each selector class. Ids before a colon come first in its title. */
export function contract(what: string, body: ContractBody): void {
  const [, ids = "", text = what] = /^((?:[A-Z]\d+(?:, )?)+: )(.*)$/u.exec(what) ?? [];
  for (const [name, Selector] of Object.entries(selectorClasses)) {
    testUnless(Selector === undefined && "this system has no such call")(
      `${ids}${name}: ${text}`,
      async () => {
        using selector = new Selector!();
        await body(selector, backendOf(Selector!), name);
      },
    );
  }
}
