import type { Argument } from "./kinds.ts";

/** The functions of native/interrupt.cc */
export const threadFunctions: Record<string, Argument[]> = {
  introduceThread: [
    ["threadId", "id", 0],
    ["isMain", "boolean", false],
    ["whenSigintTaken", "function", () => undefined],
  ],
  stepAside: [],
  endBySigint: [],
  giveSigintBack: [],
  interrupt: [["threadId", "id", 999_999]],
};
