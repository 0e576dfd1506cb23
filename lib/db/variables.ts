import { isId } from "../core/ids";
import { addonVariableNames } from "../core/variables/addon-names";
import { lockApp, raiseRevision } from "./apps";
import { prisma, query, type Tx } from "./client";

export type VariableRow = {
  id: string;
  name: string;
  /** Empty for an alias. */
  valueEncrypted: string;
  addonId: string | null;
  /** Of the addon that sets it. */
  resourceId: string | null;
  aliasOf: string | null;
  updatedAt: Date;
};

const COLUMNS = {
  id: true,
  name: true,
  valueEncrypted: true,
  addonId: true,
  aliasOf: true,
  updatedAt: true,
  addon: { select: { resourceId: true } },
} as const;

const toRow = ({
  addon,
  ...variable
}: Omit<VariableRow, "resourceId"> & { addon: { resourceId: string } | null }): VariableRow => ({
  ...variable,
  resourceId: addon?.resourceId ?? null,
});

/** Sorted by name, in the order of PostgreSQL's C collation. */
export async function listVariables(appId: string): Promise<VariableRow[]> {
  const rows = await query(() =>
    prisma().variable.findMany({ where: { appId }, select: COLUMNS, orderBy: { name: "asc" } }),
  );
  return rows.map(toRow);
}

export async function findVariable(appId: string, name: string): Promise<VariableRow | null> {
  const row = await query(() =>
    prisma().variable.findUnique({ where: { appId_name: { appId, name } }, select: COLUMNS }),
  );
  return row && toRow(row);
}

/** By name or id, as the transaction sees it. Call it with the app locked. */
export async function findVariableByKey(tx: Tx, appId: string, key: string): Promise<VariableRow | null> {
  const where = isId(key) ? { appId, id: key } : { appId, name: key };
  const row = await tx.variable.findFirst({ where, select: COLUMNS });
  return row && toRow(row);
}

/** By name, as the transaction sees them. Call it with the app locked. */
export async function findVariables(tx: Tx, appId: string): Promise<Map<string, VariableRow>> {
  const rows = await tx.variable.findMany({ where: { appId }, select: COLUMNS });
  return new Map(rows.map((row) => [row.name, toRow(row)]));
}

/** What a variable is set to: a value, or the name of another that it stands for; `addonId` locks it. */
export type NewVariable = {
  appId: string;
  name: string;
  valueEncrypted: string;
  addonId: string | null;
  aliasOf: string | null;
};

/** Sets one, whether it exists or not. */
export async function upsertVariable(tx: Tx, { appId, name, ...rest }: NewVariable): Promise<VariableRow> {
  const row = await tx.variable.upsert({
    where: { appId_name: { appId, name } },
    create: { appId, name, ...rest },
    update: rest,
    select: COLUMNS,
  });
  return toRow(row);
}

/** Sets many of a person's own in one statement, whether they exist or not. */
export async function upsertVariables(
  tx: Tx,
  appId: string,
  rows: readonly Pick<NewVariable, "name" | "valueEncrypted" | "aliasOf">[],
): Promise<void> {
  const names = rows.map(({ name }) => name);
  const values = rows.map(({ valueEncrypted }) => valueEncrypted);
  const aliases = rows.map(({ aliasOf }) => aliasOf);
  await tx.$executeRaw`
    INSERT INTO variables (id, "appId", name, "valueEncrypted", "aliasOf")
    SELECT gen_random_uuid(), ${appId}::uuid, name, value, alias
    FROM unnest(${names}::text[], ${values}::text[], ${aliases}::text[]) AS t(name, value, alias)
    ON CONFLICT ("appId", name) DO UPDATE
    SET "valueEncrypted" = excluded."valueEncrypted", "aliasOf" = excluded."aliasOf", "updatedAt" = now()`;
}

/** False when there was none. */
export async function deleteVariable(tx: Tx, key: { appId: string; name: string }): Promise<boolean> {
  const { count } = await tx.variable.deleteMany({ where: key });
  return count > 0;
}

/** Gives an app the variables of an addon and asks for a restart by a new revision; an addon that has them already is left alone. */
export async function insertAddonVariables(
  tx: Tx,
  input: { appId: string; addonId: string; resourceId: string; urlEncrypted: string },
): Promise<void> {
  const { appId, addonId, resourceId, urlEncrypted } = input;
  await lockApp(tx, appId);
  const existing = await tx.variable.findMany({ where: { appId }, select: { name: true, addonId: true } });
  if (existing.some((variable) => variable.addonId === addonId)) return;
  const { url, alias } = addonVariableNames(resourceId, new Set(existing.map(({ name }) => name)));
  await tx.variable.create({
    data: { appId, addonId, name: url, valueEncrypted: urlEncrypted },
    select: { id: true },
  });
  if (alias)
    await tx.variable.create({
      data: { appId, addonId, name: alias, aliasOf: url, valueEncrypted: "" },
      select: { id: true },
    });
  await raiseRevision(tx, appId);
}

type AddonKey = { appId: string; addonId: string };

/** The encrypted URL that an addon gave its app, with the app locked; null when it has none. */
export async function findAddonUrl(tx: Tx, { appId, addonId }: AddonKey): Promise<string | null> {
  await lockApp(tx, appId);
  const where = { appId, addonId, aliasOf: null };
  return (await tx.variable.findFirst({ where, select: { valueEncrypted: true } }))?.valueEncrypted ?? null;
}

/** Another URL; a new revision asks for a restart of the app. */
export async function setAddonUrl(
  tx: Tx,
  { appId, addonId, urlEncrypted }: AddonKey & { urlEncrypted: string },
): Promise<void> {
  const where = { appId, addonId, aliasOf: null };
  await tx.variable.updateMany({ where, data: { valueEncrypted: urlEncrypted } });
  await raiseRevision(tx, appId);
}

/** Takes an addon's variables away; when there were any, a new revision asks for a restart of the app. Safe to repeat. */
export async function deleteAddonVariables(tx: Tx, key: { appId: string; addonId: string }): Promise<void> {
  await lockApp(tx, key.appId);
  const { count } = await tx.variable.deleteMany({ where: key });
  if (count > 0) await raiseRevision(tx, key.appId);
}
