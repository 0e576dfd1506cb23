import type { AppInput, AppView } from "../../contract/apps";
import { isAppStart, isFinished } from "../../core/operations/state";
import { findLastAppOperation } from "../../db/operations";
import { isManager, requireApp } from "../access";
import type { Context } from "../context";

/** @throws DomainError `not_found` also for an app one has no access to. */
export async function getApp(ctx: Context, { app: name }: AppInput): Promise<AppView> {
  const app = await requireApp(ctx, name, "look");
  const operation = await findLastAppOperation(app.id);
  return {
    id: app.id,
    name: app.name,
    source: app.source,
    image: app.image,
    command: app.command,
    containerPort: app.containerPort,
    publishedPort: app.publishedPort,
    service: app.service,
    ownerId: app.ownerId,
    ownerEmail: app.ownerEmail,
    createdAt: app.createdAt.toISOString(),
    isRestarting: operation !== null && isAppStart(operation.kind) && !isFinished(operation.status),
    needsRestart: app.source !== "none" && app.revision > app.appliedRevision,
    isProtected: app.isProtected,
    role: app.role,
    isManageable: isManager(app),
    currentOperationId: operation?.id ?? null,
  };
}
