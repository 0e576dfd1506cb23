import type { AccountAct } from "../core/people/acts";
import { PERSON_CHANGES } from "../core/people/changes";
import { prisma, query, type Tx } from "./client";

export type NewPersonEvent = {
  kind: AccountAct;
  /** Of the account; the name of what is no account. */
  email: string;
  /** Null for the operator at the machine. */
  actorEmail: string | null;
  /** Who has the person's apps now. */
  detail: string | null;
  address: string | null;
};

export type PersonEventRow = Omit<NewPersonEvent, "kind" | "address"> & {
  id: string;
  kind: string;
  createdAt: Date;
};

export async function insertPersonEvent(tx: Tx, event: NewPersonEvent): Promise<void> {
  await tx.personEvent.create({ data: event, select: { id: true } });
}

/** What was done to accounts, newest first, `limit` at most. */
export async function listPersonEvents(limit: number): Promise<PersonEventRow[]> {
  return query(() =>
    prisma().personEvent.findMany({
      where: { kind: { in: [...PERSON_CHANGES] } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      omit: { address: true },
    }),
  );
}
