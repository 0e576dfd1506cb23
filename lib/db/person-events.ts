import type { PersonChange } from "../core/people/changes";
import { prisma, query, type Tx } from "./client";

export type NewPersonEvent = {
  kind: PersonChange;
  email: string;
  /** Null for the operator at the machine. */
  actorEmail: string | null;
  /** Who has the person's apps now. */
  detail: string | null;
};

export type PersonEventRow = Omit<NewPersonEvent, "kind"> & { id: string; kind: string; createdAt: Date };

export async function insertPersonEvent(tx: Tx, event: NewPersonEvent): Promise<void> {
  await tx.personEvent.create({ data: event, select: { id: true } });
}

/** Newest first, `limit` at most. */
export async function listPersonEvents(limit: number): Promise<PersonEventRow[]> {
  return query(() =>
    prisma().personEvent.findMany({ orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: limit }),
  );
}
