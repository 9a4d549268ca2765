import { addressCases } from "./addresses.ts";
import { argumentCases } from "./arguments.ts";
import type { Case } from "./case.ts";
import { connectCases } from "./connect.ts";
import { dataCases } from "./data.ts";
import { datagramCases } from "./datagrams.ts";
import { lifecycleCases } from "./lifecycle.ts";
import { messageCases } from "./messages.ts";
import { nameCases } from "./names.ts";
import { optionCases } from "./options.ts";
import { selectCases } from "./select.ts";
import { serverCases } from "./servers.ts";
import { stateCases } from "./states.ts";
import { timeoutCases } from "./timeouts.ts";

/** All hand-written sequences. */
export const allCases: readonly Case[] = [
  ...lifecycleCases,
  ...stateCases,
  ...connectCases,
  ...timeoutCases,
  ...dataCases,
  ...datagramCases,
  ...selectCases,
  ...messageCases,
  ...optionCases,
  ...addressCases,
  ...serverCases,
  ...nameCases,
  ...argumentCases,
];
