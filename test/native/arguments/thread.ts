import type { Argument } from "./kinds.ts";

/** The functions of native/interrupt/interrupt.cc */
export const threadFunctions: Record<string, Argument[]> = {
  introduceThread: [
    ["threadId", "id", 0],
    ["isMain", "boolean", false],
    ["whenSigintTaken", "function", () => undefined],
  ],
  stepAside: [],
  endBySigint: [],
  giveSigintBack: [],
  startTrace: [
    ["capacity", "id", 1],
    ["dataLimit", "id", 1],
    ["hasStates", "boolean", false],
    ["announces", "boolean", false],
    ["whenCalled", "function", () => undefined],
  ],
  stopTrace: [],
  takeTrace: [],
  announcedCall: [],
  countLostCalls: [],
  interrupt: [["threadId", "id", 999_999]],
};
