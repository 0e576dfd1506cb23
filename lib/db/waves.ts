/** Who asked for a wave, as the records hold it. */
export const ASKER_COLUMNS = {
  select: { id: true, email: true, isAdmin: true, removedAt: true, disabledAt: true },
} as const;

type Selected = {
  id: string;
  email: string;
  isAdmin: boolean;
  removedAt: Date | null;
  disabledAt: Date | null;
};

/** Who asked for a wave, in whose name it goes on. */
export type Asker = { userId: string; email: string; isAdmin: boolean };

/** The same while that account is in use; null once it is removed or disabled. */
export const askerOf = (actor: Selected | null): Asker | null =>
  actor && !actor.removedAt && !actor.disabledAt
    ? { userId: actor.id, email: actor.email, isAdmin: actor.isAdmin }
    : null;
