/** What an observation is: something that can be compared and shown. */
export type Observed = string | number | boolean;
