/** What a person is to an app, each more than the one before. The owner and administrators are `own` without being collaborators. */
export const APP_ROLES = ["view", "operate", "own"] as const;
/** One of APP_ROLES. */
export type AppRole = (typeof APP_ROLES)[number];

/** What may be done with an app: look without secrets, read and change all of it, or decide who may and whether it stays. */
export type AppRight = "look" | "operate" | "manage";

/** What each role may. */
const RIGHTS: Record<AppRole, readonly AppRight[]> = {
  view: ["look"],
  operate: ["look", "operate"],
  own: ["look", "operate", "manage"],
};

/** True when a person of that role may do what needs the right. */
export const roleAllows = (role: AppRole, right: AppRight): boolean => RIGHTS[role].includes(right);

/** What each role is called and may do, for people. */
export const ROLE_WORDS: Record<AppRole, { name: string; does: string }> = {
  view: {
    name: "Viewer",
    does: "sees pages, figures, logs and the activity, but no value of a variable, no password, no key and no console, and changes nothing",
  },
  operate: { name: "Operator", does: "reads and changes everything but what owners decide" },
  own: {
    name: "Owner",
    does: "also deletes the app, chooses its collaborators and switches delete protection",
  },
};

/** Why a right is refused, and who can change that; null when the role has it. `ownerEmail` is whom the app belongs to. */
export function refusalOf(
  { role, ownerEmail }: { role: AppRole; ownerEmail: string },
  right: AppRight,
): string | null {
  if (roleAllows(role, right)) return null;
  return right === "manage"
    ? `Only the app's owners (${ownerEmail} is one) and administrators may do this.`
    : `You are a viewer of this app. An owner, such as ${ownerEmail}, can make you an operator.`;
}
