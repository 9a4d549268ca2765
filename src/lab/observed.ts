/** The value of an observation. */
export type Observed = string | number | boolean;
