import type { AddonStatus } from "../core/databases/status";
import type { Person } from "../core/people/person";
import { visibleTo } from "./apps";
import { ask } from "./client";
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
  /** Only those of these versions, by engine and version; null: of any. */
  versions: readonly { engine: string; version: string }[] | null;
  order: "name" | "app" | "memory" | "connections";
  plans: readonly PlanLimits[];
  offset: number;
  limit: number;
};

export type DatabaseListRow = {
  /** Of the database. */
  id: string;
  resourceId: string;
  name: string | null;
  note: string | null;
  appName: string;
  engine: string;
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
  const engines = versions?.map(({ engine }) => engine) ?? [];
  const names = versions?.map(({ version }) => version) ?? [];
  return ask<DatabaseListRow>(
    Prisma.sql`
      WITH firing AS (
        SELECT "databaseId", count(*)::int AS alerts FROM alert_states WHERE "firedAt" IS NOT NULL GROUP BY 1
      ), active AS (
        SELECT DISTINCT ON ("databaseId") "databaseId", "hostName", "dataGoneAt" FROM nodes WHERE status = 'active'
        ORDER BY "databaseId", number DESC
      ), seen AS (
        SELECT d.id, n."resourceId", n.name, n.note, a.name AS "appName", o."hostName", d.engine, n."planId",
          n.status::text AS status, d.version, s."memoryBytes" / l.bytes AS "memoryRatio",
          s.connections / l.clients AS "connectionsRatio", CASE WHEN n.status = 'running' THEN s.failure END AS failure,
          coalesce(o."dataGoneAt" IS NOT NULL, FALSE) AS "isDataGone", coalesce(f.alerts, 0) AS "firingAlerts"
        FROM addons n
        JOIN apps a ON a.id = n."appId"
        JOIN databases d ON d."addonId" = n.id
        LEFT JOIN active o ON o."databaseId" = d.id
        LEFT JOIN firing f ON f."databaseId" = d.id
        LEFT JOIN LATERAL (SELECT (latest->'redis'->>'usedMemoryBytes')::float8 AS "memoryBytes",
          (latest->>'connections')::float8 AS connections, latest->>'failure' AS failure
          FROM database_stats WHERE "databaseId" = d.id) s ON TRUE
        LEFT JOIN unnest(${ids}::text[], ${bytes}::float8[], ${clients}::float8[]) AS l(id, bytes, clients)
          ON l.id = n."planId"
        WHERE n.status <> 'removed' AND a."deletedAt" IS NULL AND ${visibleTo(person)}
          AND (strpos(n."resourceId", ${text}) > 0 OR strpos(a.name, ${text}) > 0
            OR strpos(lower(concat_ws(' ', a.image, n.name, n.note)), ${text}) > 0)
          AND (${planId}::text IS NULL OR n."planId" = ${planId})
          AND (${hostName}::text IS NULL OR o."hostName" = ${hostName})
          AND (${versions === null} OR (d.engine, d.version) IN
            (SELECT * FROM unnest(${engines}::text[], ${names}::text[])))
      ), page AS (
        SELECT *, (count(*) OVER ())::int AS total FROM seen
        WHERE NOT ${isAttention} OR status = 'failed' OR failure IS NOT NULL OR "isDataGone" OR "firingAlerts" > 0
        ORDER BY ${ORDERS[input.order]} OFFSET ${offset} LIMIT ${limit}
      )
      SELECT p.*, (SELECT max("provenAt") FROM backups
        WHERE "databaseId" = p.id AND status = 'done' AND "deletedAt" IS NULL) AS "provenAt"
      FROM page p ORDER BY ${ORDERS[input.order]}`,
  );
}

/** Names of the hosts of these databases, sorted. */
export async function listDatabaseHosts(person: Person): Promise<string[]> {
  const rows = await ask<{ hostName: string }>(
    Prisma.sql`
      SELECT DISTINCT o."hostName" FROM nodes o
      JOIN databases d ON d.id = o."databaseId"
      JOIN addons n ON n.id = d."addonId" AND n.status <> 'removed'
      JOIN apps a ON a.id = n."appId"
      WHERE o.status = 'active' AND o."hostName" IS NOT NULL AND a."deletedAt" IS NULL AND ${visibleTo(person)}
      ORDER BY 1`,
  );
  return rows.map(({ hostName }) => hostName);
}
