import type { AddonStatus } from "../core/databases/status";
import type { Person } from "../core/people/person";
import { visibleTo } from "./apps";
import { prisma, query } from "./client";
import { Prisma } from "./generated/client";

/** What a plan holds: data in bytes, and connections. */
type PlanLimits = { id: string; maxMemoryBytes: number; clientsMax: number };

export type DatabaseListQuery = {
  q: string;
  planId: string | null;
  /** Name of the host of the active node; null: of any. */
  hostName: string | null;
  /** Only those that have failed, do not answer, or have an alert. */
  isAttention: boolean;
  /** Only those of these versions, by provider and version; null: of any. */
  versions: readonly { provider: string; version: string }[] | null;
  order: "name" | "app" | "memory" | "connections";
  plans: readonly PlanLimits[];
  offset: number;
  limit: number;
};

export type DatabaseListRow = {
  resourceId: string;
  name: string | null;
  note: string | null;
  appName: string;
  provider: string;
  planId: string;
  status: AddonStatus;
  version: string;
  hostName: string | null;
  memoryRatio: number | null;
  connectionsRatio: number | null;
  failure: string | null;
  isDataGone: boolean;
  firingAlerts: number;
  provenAt: Date | null;
  /** Of all that match, in every row. */
  total: number;
};

const ORDERS = {
  name: Prisma.sql`"resourceId"`,
  app: Prisma.sql`"appName", "resourceId"`,
  memory: Prisma.sql`"memoryRatio" DESC NULLS LAST, "resourceId"`,
  connections: Prisma.sql`"connectionsRatio" DESC NULLS LAST, "resourceId"`,
};

/** Databases of apps that the person may see, with what was last seen of them; those that were removed are left out. */
export async function listDatabases(person: Person, input: DatabaseListQuery): Promise<DatabaseListRow[]> {
  const { q, planId, hostName, isAttention, versions, plans, offset, limit } = input;
  const text = q.toLowerCase();
  const ids = plans.map(({ id }) => id);
  const [bytes, clients] = [plans.map((plan) => plan.maxMemoryBytes), plans.map((plan) => plan.clientsMax)];
  const providers = versions?.map(({ provider }) => provider) ?? [];
  const names = versions?.map(({ version }) => version) ?? [];
  return query(
    () => prisma().$queryRaw<DatabaseListRow[]>`
      WITH seen AS (
        SELECT n."resourceId", n.name, n.note, a.name AS "appName", o."hostName", n.provider, n."planId", n.status::text AS status, d.version,
          (s.latest->'redis'->>'usedMemoryBytes')::float8 / l.bytes AS "memoryRatio",
          (s.latest->>'connections')::float8 / l.clients AS "connectionsRatio",
          CASE WHEN n.status = 'running' THEN s.latest->>'failure' END AS failure,
          coalesce(o."dataGoneAt" IS NOT NULL, FALSE) AS "isDataGone",
          (SELECT count(*)::int FROM alert_states t WHERE t."databaseId" = d.id AND t."firedAt" IS NOT NULL)
            AS "firingAlerts",
          (SELECT max(b."provenAt") FROM backups b WHERE b."databaseId" = d.id AND b.status = 'done' AND b."deletedAt" IS NULL)
            AS "provenAt"
        FROM addons n
        JOIN apps a ON a.id = n."appId"
        JOIN databases d ON d."addonId" = n.id
        LEFT JOIN LATERAL (SELECT "hostName", "dataGoneAt" FROM nodes WHERE "databaseId" = d.id AND status = 'active'
          ORDER BY number DESC LIMIT 1) o ON TRUE
        LEFT JOIN database_stats s ON s."databaseId" = d.id
        LEFT JOIN unnest(${ids}::text[], ${bytes}::float8[], ${clients}::float8[]) AS l(id, bytes, clients)
          ON l.id = n."planId"
        WHERE n.status <> 'removed' AND a."deletedAt" IS NULL AND ${visibleTo(person)}
          AND (strpos(n."resourceId", ${text}) > 0 OR strpos(a.name, ${text}) > 0
            OR strpos(lower(concat_ws(' ', a.image, n.name, n.note)), ${text}) > 0)
          AND (${planId}::text IS NULL OR n."planId" = ${planId})
          AND (${hostName}::text IS NULL OR o."hostName" = ${hostName})
          AND (${versions === null} OR (n.provider, d.version) IN
            (SELECT * FROM unnest(${providers}::text[], ${names}::text[])))
      )
      SELECT *, (count(*) OVER ())::int AS total FROM seen
      WHERE NOT ${isAttention} OR status = 'failed' OR failure IS NOT NULL OR "isDataGone" OR "firingAlerts" > 0
      ORDER BY ${ORDERS[input.order]} OFFSET ${offset} LIMIT ${limit}`,
  );
}

/** Names of the hosts of these databases, sorted. */
export async function listDatabaseHosts(person: Person): Promise<string[]> {
  const rows = await query(
    () => prisma().$queryRaw<{ hostName: string }[]>`
      SELECT DISTINCT o."hostName" FROM nodes o
      JOIN databases d ON d.id = o."databaseId"
      JOIN addons n ON n.id = d."addonId" AND n.status <> 'removed'
      JOIN apps a ON a.id = n."appId"
      WHERE o.status = 'active' AND o."hostName" IS NOT NULL AND a."deletedAt" IS NULL AND ${visibleTo(person)}
      ORDER BY 1`,
  );
  return rows.map(({ hostName }) => hostName);
}
