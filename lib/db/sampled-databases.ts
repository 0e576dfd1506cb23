import { BERTH_USER } from "../core/databases/users";
import { prisma, query } from "./client";
import { SHARDS } from "./stat-shards";

/** A running database as the sampler needs it. */
export type SampledDatabase = {
  id: string;
  appId: string;
  resourceId: string;
  planId: string;
  nodeNumber: number;
  /** True of a highly available database. */
  isGroup: boolean;
  /** Where the node and its volume are. */
  hostId: string | null;
  /** Of the platform's own user; still encrypted. */
  passwordEncrypted: string;
  /** True while an operation of it has not ended; not of an import that stays in step, for it may do so for weeks and changes nothing. */
  isBeingChanged: boolean;
};

/** Databases of those shards that serve, each with its active node; one without an active node is left out. */
export async function listSampledDatabases(shards: readonly number[]): Promise<SampledDatabase[]> {
  return query(
    () => prisma().$queryRaw<SampledDatabase[]>`
      SELECT DISTINCT ON (d.id) d.id, a."appId", a."resourceId", n."planId", n.number AS "nodeNumber", n."hostId", n."groupNumber" IS NOT NULL AS "isGroup", u."passwordEncrypted",
        EXISTS (SELECT 1 FROM operations o WHERE o."databaseId" = d.id AND o."finishedAt" IS NULL AND NOT o."isStandingBy") AS "isBeingChanged"
      FROM databases d
      JOIN addons a ON a.id = d."addonId" AND a.status = 'running'
      JOIN nodes n ON n."databaseId" = d.id AND n.status = 'active'
      JOIN database_users u ON u."databaseId" = d.id AND u.name = ${BERTH_USER}
      WHERE mod(abs(hashtext(d.id::text)::bigint), ${SHARDS}) = ANY(${[...shards]}::int[])
      ORDER BY d.id, n.number DESC`,
  );
}
