import type { DatabasePage, ListDatabasesInput } from "../../contract/database-list";
import type { Catalog } from "../../core/engines/catalog/release";
import { engineOf } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { knownPlans } from "../../core/plans/catalog";
import { type DatabaseListRow, listDatabaseHosts, listDatabases as listRows } from "../../db/database-list";
import { requireScope } from "../access";
import type { Context } from "../context";

const PER_PAGE = 25;

/** Every version that has a later one on offer. */
const outdated = (catalog: Catalog) =>
  catalog
    .filter(({ engine, version }) => newestAbove(catalog, engine, version) !== null)
    .map(({ engine, version }) => ({ engine, version }));

/** Databases of apps one owns or works on, of all apps for an administrator, a page of 25. Beyond the last one the last is answered. */
export async function listDatabases(ctx: Context, input: ListDatabasesInput): Promise<DatabasePage> {
  requireScope(ctx, "look");
  const [found, hosts] = await Promise.all([readPage(ctx, input), listDatabaseHosts(ctx.actor)]);
  const databases = found.rows.map(({ id: _id, provenAt, total: _total, ...row }) => ({
    ...row,
    upgradeTo: newestAbove(ctx.catalog, row.engine, row.version),
    provenAt: provenAt?.toISOString() ?? null,
  }));
  return { databases, hosts, page: found.page, pages: pagesOf(found.rows), total: totalOf(found.rows) };
}

const totalOf = (rows: readonly DatabaseListRow[]): number => rows[0]?.total ?? 0;
const pagesOf = (rows: readonly DatabaseListRow[]): number =>
  Math.max(1, Math.ceil(totalOf(rows) / PER_PAGE));

async function readPage(ctx: Context, { q, filter, plan, host, order, page }: ListDatabasesInput) {
  const read = (wanted: number) =>
    listRows(ctx.actor, {
      q,
      order,
      planId: plan || null,
      hostName: host || null,
      isAttention: filter === "attention",
      versions: filter === "upgrade" ? outdated(ctx.catalog) : null,
      plans: knownPlans(ctx.plans),
      offset: (wanted - 1) * PER_PAGE,
      limit: PER_PAGE,
    });
  const rows = await read(page);
  if (rows.length > 0 || page === 1) return { rows, page };
  const first = await read(1);
  const last = pagesOf(first);
  return { rows: last === 1 ? first : await read(last), page: last };
}

const newestAbove = (catalog: Catalog, provider: string, version: string): string | null =>
  laterVersions(catalog, engineOf(provider), version).at(-1) ?? null;
