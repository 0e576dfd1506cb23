import type { DatabasePage, ListDatabasesInput } from "../../contract/database-list";
import { ENGINES } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { knownPlans } from "../../core/plans/catalog";
import { listDatabases as listRows } from "../../db/database-list";
import { requireScope } from "../access";
import type { Context } from "../context";

const PER_PAGE = 50;

/** Every version that has a later one on offer. */
const OUTDATED = ENGINES.flatMap((engine) =>
  engine.versions
    .filter(({ id }) => laterVersions(engine, id).length > 0)
    .map(({ id }) => ({ provider: engine.provider, version: id })),
);

/** Databases of apps one owns or works on, of all apps for an administrator, a page of 50. Beyond the last one the first is answered. */
export async function listDatabases(ctx: Context, input: ListDatabasesInput): Promise<DatabasePage> {
  requireScope(ctx, "look");
  const { q, filter, plan, order } = input;
  const read = (page: number) =>
    listRows(ctx.actor, {
      q,
      order,
      planId: plan || null,
      isAttention: filter === "attention",
      versions: filter === "upgrade" ? OUTDATED : null,
      plans: knownPlans(ctx.plans),
      offset: (page - 1) * PER_PAGE,
      limit: PER_PAGE,
    });
  const asked = await read(input.page);
  const rows = asked.length > 0 || input.page === 1 ? asked : await read(1);
  const total = rows[0]?.total ?? 0;
  const page = rows === asked ? input.page : 1;
  return {
    databases: rows.map(({ provenAt, provider, total: _total, ...row }) => ({
      ...row,
      upgradeTo: newestAbove(provider, row.version),
      provenAt: provenAt?.toISOString() ?? null,
    })),
    page,
    pages: Math.max(1, Math.ceil(total / PER_PAGE)),
    total,
  };
}

function newestAbove(provider: string, version: string): string | null {
  const engine = ENGINES.find((candidate) => candidate.provider === provider);
  const isKnown = engine?.versions.some(({ id }) => id === version);
  return engine && isKnown ? (laterVersions(engine, version).at(-1) ?? null) : null;
}
