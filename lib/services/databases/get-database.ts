import type { DatabaseInput, DatabasePartView, DatabaseView } from "../../contract/databases";
import { gatewayName, nodeName } from "../../core/databases/names";
import { engineOf } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { FEATURE_NAMES, stateOf } from "../../core/features/features";
import { isFinished } from "../../core/operations/state";
import { getKnown } from "../../core/plans/catalog";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import { findGatewayCertificate } from "../../db/gateway-certificates";
import { requireDatabase } from "../access";
import { addonView } from "../addons/view";
import type { Context } from "../context";
import { dataGoneView } from "./data-gone";

/** What the records say of a database. @throws DomainError `not_found` also for one whose app one has no access to. */
export async function getDatabase(ctx: Context, input: DatabaseInput): Promise<DatabaseView> {
  const { app, addon } = await requireDatabase(ctx, input.resourceId, "look");
  const database = await loadDatabase(addon.databaseId);
  const { operation, resourceId } = addon;
  const plan = getKnown(ctx.plans, addon.planId);
  const { version, status, createdAt, operationId, error } = addonView(addon);
  return {
    id: addon.databaseId,
    resourceId,
    name: addon.name,
    note: addon.note,
    appName: app.name,
    addonId: addon.id,
    provider: addon.provider,
    engine: addon.engine,
    plan,
    version,
    laterVersions: laterVersions(ctx.catalog, engineOf(addon.engine), version),
    status,
    hostName: addon.hostName,
    createdAt,
    operationId,
    error,
    role: app.role,
    ownerEmail: app.ownerEmail,
    isProtected: addon.isProtected,
    currentOperation:
      operation && !isFinished(operation.status) ? { id: operation.id, kind: operation.kind } : null,
    instances: partsOf(ctx, database),
    dataGone: dataGoneView(ctx, database, addon),
    ...(await accessOf(ctx, database)),
    window: database.window,
    features: FEATURE_NAMES.map((name) => stateOf(database.features, name)),
  };
}

/** How it is reached, and by which certificate. */
async function accessOf({ publicHost }: Context, { id, isTlsForced, publicPort }: DatabaseRow) {
  const certificate = await findGatewayCertificate(id);
  return {
    isTlsForced,
    publicAddress: publicHost === null || publicPort === null ? null : { host: publicHost, port: publicPort },
    certificateEndsAt: certificate?.expiresAt.toISOString() ?? null,
  };
}

/** Its gateway and its nodes that are not removed, by number. */
function partsOf({ instance }: Context, { id, addon, nodes }: DatabaseRow): DatabasePartView[] {
  const name = { instance, resourceId: addon.resourceId };
  const live = nodes.filter(({ status }) => status !== "removed");
  const gateway = { id: `${id}-gateway`, name: gatewayName(name), kind: "gateway" } as const;
  return [
    { ...gateway, status: addon.status === "running" ? "active" : "starting" },
    ...live.map((node) => ({
      id: node.id,
      name: nodeName(name, node.number),
      kind: "node" as const,
      status: node.status,
    })),
  ];
}
