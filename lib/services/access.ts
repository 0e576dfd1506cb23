import { DomainError } from "../core/errors";
import { isId } from "../core/ids";
import { type AppRight, refusalOf, roleAllows } from "../core/people/roles";
import { allows, type TokenScope } from "../core/people/scopes";
import { type AddonRow, findAddon, findAddonByResourceId, listAddons } from "../db/addons";
import { type AppRow, findApp, findAppById, loadApp, lockApp, type OwnAppRow } from "../db/apps";
import { type BackupRow, findBackup } from "../db/backups";
import { type Tx, transaction } from "../db/client";
import type { Context } from "./context";

const appNotFound = () =>
  new DomainError("not_found", "app", "This app does not exist, or you have no access to it.");

const databaseNotFound = () =>
  new DomainError("not_found", "database", "This database does not exist, or you have no access to it.");

/**
 * The app by name or id, for its owner, its collaborators and administrators. What needs less than `operate` says so: a service that
 * says nothing is closed to viewers.
 * @throws DomainError `not_found` for everyone else, as if there were none; `forbidden` reason `role` for who may see it but do no more.
 */
export async function requireApp(
  ctx: Context,
  name: string,
  right: AppRight = "operate",
): Promise<OwnAppRow> {
  const find = isId(name) ? findAppById : findApp;
  const app = await find(ctx.actor, name);
  if (!app) throw appNotFound();
  assertRole(app, right);
  return app;
}

/** @throws DomainError `forbidden` reason `role`, saying who can change it. */
function assertRole(app: OwnAppRow, right: AppRight): void {
  const refusal = refusalOf(app, right);
  if (refusal !== null) throw new DomainError("forbidden", "role", refusal);
}

/** True for owners and administrators. */
export const isManager = ({ role }: OwnAppRow): boolean => roleAllows(role, "manage");

/** @throws DomainError `forbidden` unless the person owns the app or is an administrator. */
export function requireManager(_ctx: Context, app: OwnAppRow): void {
  assertRole(app, "manage");
}

/** @throws DomainError `forbidden` reason `scope` unless the caller's token may do so much; a person in the browser always may. */
export function requireScope({ actor }: Context, needs: TokenScope): void {
  if (!allows(actor.scope, needs))
    throw new DomainError(
      "forbidden",
      "scope",
      `This needs a token with the scope ${needs}; this one has ${actor.scope}.`,
    );
}

/** For what concerns the whole account. @throws DomainError `forbidden` as `requireScope`, and for a token that sees one app or addon only. */
export function requireAccount(ctx: Context, needs: TokenScope): void {
  requireScope(ctx, needs);
  if (ctx.actor.appId !== null || ctx.actor.addonId !== null)
    throw new DomainError("forbidden", "confined_token", "This token is for one app only.");
}

/** Id of the browser's session. @throws DomainError `forbidden` for a token: devices and passwords are a person's own affair. */
export function requireSession({ actor }: Context): string {
  if (actor.sessionId === null)
    throw new DomainError("forbidden", "browser_only", "This is done in the browser only.");
  return actor.sessionId;
}

/** @throws DomainError `forbidden` unless the person is an administrator and, with a token, it has the scope `admin`. */
export function requireAdmin(ctx: Context): void {
  if (!ctx.actor.isAdmin)
    throw new DomainError("forbidden", "administrators_only", "Only administrators may do this.");
}

/**
 * The app, for everyone with access to it; null, which stands for the platform, for administrators alone.
 * @throws DomainError `not_found` as `requireApp` does, `forbidden`.
 */
export async function requireAppOrPlatform(
  ctx: Context,
  name: string | null | undefined,
  right?: AppRight,
): Promise<AppRow | null> {
  if (name) return requireApp(ctx, name, right);
  requireAdmin(ctx);
  return null;
}

/**
 * An addon of the app by its id, its resource id, or its provider's name when the app has one such addon.
 * @throws DomainError as `requireApp`; `conflict` reason `ambiguous_addon` when the name stands for several.
 */
export async function requireAddon(
  ctx: Context,
  input: { app: string; addon: string },
  right?: AppRight,
): Promise<{ app: OwnAppRow; addon: AddonRow }> {
  const app = await requireApp(ctx, input.app, right);
  const named = await findAddon(app.id, input.addon);
  if (named) return { app, addon: named };
  const [addon, another] = (await listAddons(app.id)).filter(({ provider }) => provider === input.addon);
  if (!addon) throw new DomainError("not_found", "addon", "This addon does not exist.");
  if (another)
    throw new DomainError(
      "conflict",
      "ambiguous_addon",
      `The app has several: say ${addon.resourceId} or another id.`,
    );
  return { app, addon };
}

/** The addon by resource id or id with its app. @throws DomainError as `requireApp` does. */
export async function requireDatabase(
  ctx: Context,
  resourceId: string,
  right: AppRight = "operate",
): Promise<{ app: OwnAppRow; addon: AddonRow }> {
  const addon = await findAddonByResourceId(resourceId);
  if (!addon || (ctx.actor.addonId ?? addon.id) !== addon.id) throw databaseNotFound();
  // Of its app an addon token sees nothing but this.
  const app = await findAppById({ ...ctx.actor, addonId: null }, addon.appId);
  if (!app) throw databaseNotFound();
  assertRole(app, right);
  return { app, addon };
}

/**
 * The backup with its app, for everyone with access to the app, also once its addon is removed; of a deleted app for administrators.
 * @throws DomainError `not_found` for everyone else, as if there were none.
 */
export async function requireBackup(
  ctx: Context,
  id: string,
  right: AppRight = "operate",
): Promise<{ app: OwnAppRow; backup: BackupRow }> {
  const { actor } = ctx;
  const backup = isId(id) ? await findBackup(id) : null;
  if (!backup || (actor.addonId ?? backup.addonId) !== backup.addonId) throw backupNotFound();
  const app = await findAppById({ ...actor, addonId: null }, backup.appId);
  if (app) {
    assertRole(app, right);
    return { app, backup };
  }
  if (!actor.isAdmin) throw backupNotFound();
  return { app: { ...(await loadApp(backup.appId)), role: "own" }, backup };
}

const backupNotFound = () =>
  new DomainError("not_found", "backup", "This backup does not exist, or you have no access to it.");

/**
 * Runs a change of an app in one transaction that holds the app's lock, so that changes of one app follow each other. The caller has
 * checked the right to it with `requireApp`.
 * @throws DomainError `forbidden` for a token that may only read; `not_found` when it was deleted meanwhile; `conflict` reason
 * `app_being_deleted` while a deletion runs.
 */
export async function changeApp<T>(
  ctx: Context,
  id: string,
  work: (tx: Tx, app: AppRow) => Promise<T>,
): Promise<T> {
  requireScope(ctx, "write");
  return transaction(async (tx) => {
    const app = await lockApp(tx, id);
    if (!app) throw appNotFound();
    if (app.isBeingDeleted)
      throw new DomainError("conflict", "app_being_deleted", "This app is being deleted.");
    return work(tx, app);
  });
}
