import { MINUTE_MS } from "../units";

/** How many attempts may follow each other before there has to be a pause of `windowMs`. */
export type AttemptLimit = { name: string; attemptsMax: number; windowMs: number };

/** Failed sign-ins to one account. */
export const SIGN_IN_BY_EMAIL: AttemptLimit = {
  name: "sign-in:email",
  attemptsMax: 10,
  windowMs: 15 * MINUTE_MS,
};
/** Failed sign-ins from one address, whatever the accounts. */
export const SIGN_IN_BY_ADDRESS: AttemptLimit = {
  name: "sign-in:address",
  attemptsMax: 50,
  windowMs: 15 * MINUTE_MS,
};
/** Links that do not exist, from one address. */
export const INVITATION_BY_ADDRESS: AttemptLimit = {
  name: "invitation:address",
  attemptsMax: 50,
  windowMs: 15 * MINUTE_MS,
};
