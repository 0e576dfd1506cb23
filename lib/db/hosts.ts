import type { HostState, KnownHost } from "../core/hosts/state";
import { prisma, query, type Tx, transaction } from "./client";

/** Every host that was ever seen, also those that left; by name. */
export async function listKnownHosts(): Promise<KnownHost[]> {
  return query(() => prisma().host.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] }));
}

/** Null for one that was never seen, and for what has no host yet. */
export async function findKnownHost(id: string | null): Promise<KnownHost | null> {
  if (id === null) return null;
  return query(() => prisma().host.findUnique({ where: { id } }));
}

/**
 * Notes what a host is; the first who notes a state says since when, and does by the same transaction what `told` does with what it was
 * before (null for one never seen).
 */
export async function upsertHost(
  host: { id: string; name: string; state: HostState },
  now: Date,
  told: (tx: Tx, before: HostState | null) => Promise<void> = async () => {},
): Promise<void> {
  const { id, name, state } = host;
  await transaction(async (tx) => {
    const { count } = await tx.host.createMany({
      data: [{ id, name, state, since: now }],
      skipDuplicates: true,
    });
    if (count > 0) return told(tx, null);
    const [before] = await tx.$queryRaw<{ state: HostState }[]>`
      SELECT state::text AS state FROM hosts WHERE id = ${id} FOR UPDATE`;
    const isOther = before?.state !== state;
    await tx.host.update({
      where: { id },
      data: { name, state, ...(isOther && { since: now }) },
      select: { id: true },
    });
    if (before && isOther) await told(tx, before.state);
  });
}

/** Databases by the host of their active node, each by its resource id; sorted. */
export async function listDatabasesByHost(hostIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { status: "active", hostId: { in: [...hostIds] } },
      select: { hostId: true, database: { select: { addon: { select: { resourceId: true } } } } },
    }),
  );
  const byHost = new Map<string, string[]>();
  for (const { hostId, database } of rows)
    if (hostId !== null)
      byHost.set(hostId, [...(byHost.get(hostId) ?? []), database.addon.resourceId].sort());
  return byHost;
}
