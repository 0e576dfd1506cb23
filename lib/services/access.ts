import { DomainError } from "../core/errors";
import { type AddonRow, findAddonByResourceId } from "../db/addons";
import { type AppRow, findApp, findAppById, lockApp } from "../db/apps";
import { type Tx, transaction } from "../db/client";
import type { Context } from "./context";

const appNotFound = () =>
  new DomainError("not_found", "app", "This app does not exist, or you have no access to it.");

const databaseNotFound = () =>
  new DomainError("not_found", "database", "This database does not exist, or you have no access to it.");

/** The app, for its owner, its collaborators and administrators. @throws DomainError `not_found` for everyone else, as if there were none. */
export async function requireApp(ctx: Context, name: string): Promise<AppRow> {
  const app = await findApp(ctx.actor, name);
  if (!app) throw appNotFound();
  return app;
}

/** True for the owner and administrators. */
export const isManager = (ctx: Context, app: AppRow): boolean =>
  ctx.actor.isAdmin || app.ownerId === ctx.actor.userId;

/** @throws DomainError `forbidden` unless the person owns the app or is an administrator. */
export function requireManager(ctx: Context, app: AppRow): void {
  if (!isManager(ctx, app))
    throw new DomainError("forbidden", "owner_only", "Only the app's owner and administrators may do this.");
}

/** @throws DomainError `forbidden` unless the person is an administrator. */
export function requireAdmin(ctx: Context): void {
  if (!ctx.actor.isAdmin)
    throw new DomainError("forbidden", "administrators_only", "Only administrators may do this.");
}

/** The addon with its app, for everyone with access to the app. @throws DomainError `not_found` as `requireApp` does. */
export async function requireDatabase(
  ctx: Context,
  resourceId: string,
): Promise<{ app: AppRow; addon: AddonRow }> {
  const addon = await findAddonByResourceId(resourceId);
  const app = addon && (await findAppById(ctx.actor, addon.appId));
  if (!addon || !app) throw databaseNotFound();
  return { app, addon };
}

/**
 * Runs a change of an app in one transaction that holds the app's lock, so that changes of one app follow each other. The caller has
 * checked the right with `requireApp`.
 * @throws DomainError `not_found` when it was deleted meanwhile; `conflict` reason `app_being_deleted` while a deletion runs.
 */
export async function changeApp<T>({ id }: AppRow, work: (tx: Tx, app: AppRow) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    const app = await lockApp(tx, id);
    if (!app) throw appNotFound();
    if (app.isBeingDeleted)
      throw new DomainError("conflict", "app_being_deleted", "This app is being deleted.");
    return work(tx, app);
  });
}
