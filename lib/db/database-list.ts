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

/** Of one that runs, why it does not answer. */
const FAILURE = Prisma.sql`CASE WHEN n.status = 'running' THEN s.latest->>'failure' END`;

/** What the list is narrowed to. Only that stands in the text: PostgreSQL keeps a plan where one made for the values at hand is no better. */
function narrowing({ q, planId, hostName, isAttention, versions }: DatabaseListQuery): Prisma.Sql[] {
  const text = q.toLowerCase();
  return [
    q !== "" &&
      Prisma.sql`(strpos(n."resourceId", ${text}) > 0 OR strpos(a.name, ${text}) > 0
        OR strpos(lower(concat_ws(' ', a.image, n.name, n.note)), ${text}) > 0)`,
    planId !== null && Prisma.sql`n."planId" = ${planId}`,
    hostName !== null && Prisma.sql`o."hostName" = ${hostName}`,
    isAttention &&
      Prisma.sql`(n.status = 'failed' OR ${FAILURE} IS NOT NULL OR o."dataGoneAt" IS NOT NULL OR f.alerts > 0)`,
    versions !== null &&
      Prisma.sql`(d.engine, d.version) IN (SELECT * FROM unnest(
        ${versions.map(({ engine }) => engine)}::text[], ${versions.map(({ version }) => version)}::text[]))`,
  ].filter((condition) => condition !== false);
}

/** Databases of apps that the person may see, with what was last seen of them; those that were removed are left out. */
export async function listDatabases(person: Person, input: DatabaseListQuery): Promise<DatabaseListRow[]> {
  const { plans, order, offset, limit } = input;
  const ids = plans.map(({ id }) => id);
  const [bytes, clients] = [plans.map((plan) => plan.maxMemoryBytes), plans.map((plan) => plan.clientsMax)];
  return ask<DatabaseListRow>(
    Prisma.sql`
      WITH firing AS (
        SELECT "databaseId", count(*)::int AS alerts FROM alert_states WHERE "firedAt" IS NOT NULL GROUP BY 1
      ), page AS (
        SELECT d.id, n."resourceId", n.name, n.note, a.name AS "appName", o."hostName", d.engine, n."planId",
          n.status::text AS status, d.version,
          (s.latest->'redis'->>'usedMemoryBytes')::float8 / l.bytes AS "memoryRatio",
          (s.latest->>'connections')::float8 / l.clients AS "connectionsRatio", ${FAILURE} AS failure,
          o."dataGoneAt" IS NOT NULL AS "isDataGone", coalesce(f.alerts, 0) AS "firingAlerts",
          (count(*) OVER ())::int AS total
        FROM addons n
        JOIN apps a ON a.id = n."appId"
        JOIN databases d ON d."addonId" = n.id
        LEFT JOIN nodes o ON o."databaseId" = d.id AND o.status = 'active'
        LEFT JOIN firing f ON f."databaseId" = d.id
        LEFT JOIN database_stats s ON s."databaseId" = d.id
        LEFT JOIN unnest(${ids}::text[], ${bytes}::float8[], ${clients}::float8[]) AS l(id, bytes, clients)
          ON l.id = n."planId"
        WHERE n.status <> 'removed' AND a."deletedAt" IS NULL
          AND ${Prisma.join([visibleTo(person), ...narrowing(input)], " AND ")}
        ORDER BY ${ORDERS[order]} OFFSET ${offset} LIMIT ${limit}
      )
      SELECT p.*, (SELECT max("provenAt") FROM backups
        WHERE "databaseId" = p.id AND status = 'done' AND "deletedAt" IS NULL AND method <> 'uploaded') AS "provenAt"
      FROM page p ORDER BY ${ORDERS[order]}`,
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
