import { addonVariableNames } from "../core/variables/addon-names";
import { lockApp, raiseRevision } from "./apps";
import type { Tx } from "./client";

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

/** Takes an addon's variables away; when there were any, a new revision asks for a restart of the app. Safe to repeat. */
export async function deleteAddonVariables(tx: Tx, key: { appId: string; addonId: string }): Promise<void> {
  await lockApp(tx, key.appId);
  const { count } = await tx.variable.deleteMany({ where: key });
  if (count > 0) await raiseRevision(tx, key.appId);
}
