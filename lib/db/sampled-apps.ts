import { prisma, query } from "./client";
import { SHARDS } from "./stat-shards";

/** An app with containers, as whoever watches them needs it. */
export type SampledApp = {
  id: string;
  name: string;
  /** Of the service that it is linked to; null for one of its own. */
  service: string | null;
  /** True while an operation of it, or of a database of it, has not ended. */
  isBeingChanged: boolean;
};

/** Apps of those shards that have containers, in any order. */
export async function listSampledApps(shards: readonly number[]): Promise<SampledApp[]> {
  return query(
    () => prisma().$queryRaw<SampledApp[]>`
      SELECT a.id, a.name, a.service,
        EXISTS (SELECT 1 FROM operations o WHERE o."appId" = a.id AND o."finishedAt" IS NULL) AS "isBeingChanged"
      FROM apps a
      WHERE a."deletedAt" IS NULL AND a.source <> 'none'
        AND mod(abs(hashtext(a.id::text)::bigint), ${SHARDS}) = ANY(${[...shards]}::int[])`,
  );
}
