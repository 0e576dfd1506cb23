import { ALERT_KINDS, type AlertKind, type AlertRule, type AlertState } from "../core/alerts/rules";
import { ask, prisma, query, type Tx } from "./client";
import { Prisma } from "./generated/client";

type RawRule = Omit<AlertRule, "kind"> & { databaseId: string; kind: string };
type RawState = { databaseId: string; kind: string; breachedAt: Date; firedAt: Date | null; value: number };

/** A kind of a later version is left out. */
const kindOf = (name: string): AlertKind | undefined => ALERT_KINDS.find((kind) => kind === name);

/** The databases' own rules; what they have none for is the default's. */
export async function listAlertRules(databaseIds: readonly string[]): Promise<Map<string, AlertRule[]>> {
  const rows = await query(
    () => prisma().$queryRaw<RawRule[]>`
      SELECT "databaseId", kind, "isOn", threshold, "durationMs" FROM alert_rules
      WHERE "databaseId" = ANY(${[...databaseIds]}::uuid[])`,
  );
  const found = new Map<string, AlertRule[]>();
  for (const { databaseId, ...row } of rows) {
    const kind = kindOf(row.kind);
    if (kind) found.set(databaseId, [...(found.get(databaseId) ?? []), { ...row, kind }]);
  }
  return found;
}

export async function upsertAlertRule(tx: Tx, databaseId: string, rule: AlertRule): Promise<void> {
  const { kind, isOn, threshold, durationMs } = rule;
  await tx.$executeRaw`
    INSERT INTO alert_rules ("databaseId", kind, "isOn", threshold, "durationMs")
    VALUES (${databaseId}::uuid, ${kind}, ${isOn}, ${threshold}, ${durationMs})
    ON CONFLICT ("databaseId", kind) DO UPDATE
      SET "isOn" = excluded."isOn", threshold = excluded.threshold, "durationMs" = excluded."durationMs"`;
}

/** Alerts in breach or firing, by database. */
export async function listAlertStates(
  databaseIds: readonly string[],
): Promise<Map<string, { kind: AlertKind; state: AlertState }[]>> {
  const rows = await query(
    () => prisma().$queryRaw<RawState[]>`
      SELECT "databaseId", kind, "breachedAt", "firedAt", value FROM alert_states
      WHERE "databaseId" = ANY(${[...databaseIds]}::uuid[])`,
  );
  const found = new Map<string, { kind: AlertKind; state: AlertState }[]>();
  for (const { databaseId, breachedAt, firedAt, value, ...row } of rows) {
    const kind = kindOf(row.kind);
    if (!kind) continue;
    const state = { breachedAtMs: breachedAt.getTime(), firedAtMs: firedAt?.getTime() ?? null, value };
    found.set(databaseId, [...(found.get(databaseId) ?? []), { kind, state }]);
  }
  return found;
}

/** Null forgets it. */
export async function setAlertState(
  tx: Tx,
  { databaseId, kind }: { databaseId: string; kind: AlertKind },
  state: AlertState | null,
): Promise<void> {
  if (!state) {
    await tx.$executeRaw`DELETE FROM alert_states WHERE "databaseId" = ${databaseId}::uuid AND kind = ${kind}`;
    return;
  }
  const breachedAt = new Date(state.breachedAtMs);
  const firedAt = state.firedAtMs === null ? null : new Date(state.firedAtMs);
  await tx.$executeRaw`
    INSERT INTO alert_states ("databaseId", kind, "breachedAt", "firedAt", value)
    VALUES (${databaseId}::uuid, ${kind}, ${breachedAt}, ${firedAt}, ${state.value})
    ON CONFLICT ("databaseId", kind) DO UPDATE
      SET "breachedAt" = excluded."breachedAt", "firedAt" = excluded."firedAt", value = excluded.value`;
}

/** How many alerts fire now, by app; apps without one are missing. */
export async function countFiringAlerts(appNames: readonly string[]): Promise<Map<string, number>> {
  const rows = await ask<{ name: string; firing: number }>(
    Prisma.sql`
      SELECT p.name, count(*)::int AS firing FROM alert_states s
      JOIN databases d ON d.id = s."databaseId" JOIN addons a ON a.id = d."addonId" JOIN apps p ON p.id = a."appId"
      WHERE s."firedAt" IS NOT NULL AND a.status = 'running' AND p."deletedAt" IS NULL AND p.name = ANY(${[...appNames]})
      GROUP BY p.name`,
  );
  return new Map(rows.map(({ name, firing }) => [name, firing]));
}
