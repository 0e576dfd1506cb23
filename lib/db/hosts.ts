import type { HostState, KnownHost } from "../core/hosts/state";
import { prisma, query } from "./client";

/** Every host that was ever seen, also those that left; by name. */
export async function listKnownHosts(): Promise<KnownHost[]> {
  return query(() => prisma().host.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] }));
}

export async function findKnownHost(id: string): Promise<KnownHost | null> {
  return query(() => prisma().host.findUnique({ where: { id } }));
}

/** Notes what a host is; the first who notes a state says since when. */
export async function upsertHost(
  host: { id: string; name: string; state: HostState },
  now: Date,
): Promise<void> {
  const { id, name, state } = host;
  await query(
    () => prisma().$executeRaw`
      INSERT INTO hosts AS h (id, name, state, since) VALUES (${id}, ${name}, ${state}::"HostState", ${now})
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, state = excluded.state,
        since = CASE WHEN h.state = excluded.state THEN h.since ELSE excluded.since END`,
  );
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
