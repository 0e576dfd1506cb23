import { DAY_MS } from "../units";

/** So long before its end a certificate is renewed. */
const RENEWAL_MS = 30 * DAY_MS;
/** So long before the end of what a gateway started with, one that cannot be told of a newer one is replaced. */
const LAST_RESORT_MS = 7 * DAY_MS;

type Facts = {
  names: readonly string[];
  expiresAt: Date;
  renewedAtRevision: number | null;
  startsWithUntil: Date | null;
};

/** Whether another certificate is to be made: this one is about to end, or not for these names. */
export const isRenewalDue = (
  { names, expiresAt }: Pick<Facts, "names" | "expiresAt">,
  { wanted, now }: { wanted: readonly string[]; now: Date },
): boolean => expiresAt.getTime() - now.getTime() < RENEWAL_MS || wanted.join("\n") !== names.join("\n");

/** Whether a gateway of that revision shows a former certificate whenever it starts, so that it has to be told. */
export const startsWithFormer = (
  { renewedAtRevision }: Pick<Facts, "renewedAtRevision">,
  gatewayRevision: number,
): boolean => renewedAtRevision === gatewayRevision;

/** Whether a gateway that takes no commands has to be replaced for its certificate's sake, though that drops its clients. */
export const isLastResort = ({ startsWithUntil }: Pick<Facts, "startsWithUntil">, now: Date): boolean =>
  startsWithUntil !== null && startsWithUntil.getTime() - now.getTime() < LAST_RESORT_MS;
