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
/** Uses of one code of a second factor: a code is worth one sign-in, however long an app shows it. @source https://www.rfc-editor.org/rfc/rfc6238#section-5.2 */
export const SECOND_FACTOR_CODE: AttemptLimit = {
  name: "second-factor:code",
  attemptsMax: 1,
  windowMs: 2 * MINUTE_MS,
};
