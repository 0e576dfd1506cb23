/** Names of an addon's variables; `alias` is null where that name is taken. */
export type AddonVariableNames = { url: string; alias: string | null };

/**
 * The variables an addon sets: `SCALINGO_REDIS_URL` and its alias `REDIS_URL`; a further addon of the app gets names with its
 * number (`SCALINGO_REDIS_3031_URL`). A person's own variable is never overwritten: its alias is left out then.
 */
export function addonVariableNames(resourceId: string, taken: ReadonlySet<string>): AddonVariableNames {
  const number = resourceId.slice(resourceId.lastIndexOf("-") + 1);
  const infix = taken.has("SCALINGO_REDIS_URL") ? `REDIS_${number}` : "REDIS";
  const alias = `${infix}_URL`;
  return { url: `SCALINGO_${infix}_URL`, alias: taken.has(alias) ? null : alias };
}
