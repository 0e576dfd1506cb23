import { randomUUID } from "node:crypto";
import type { CreateAppInput, CreatedAppView } from "../../contract/apps";
import { DomainError } from "../../core/errors";
import { assertPortUnclaimed } from "../../db/app-sources";
import { insertApp, type NewApp } from "../../db/apps";
import { type Tx, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { insertOperation } from "../../db/operations";
import { requireAccount } from "../access";
import { type Context, doneBy } from "../context";
import { listLinkableServices } from "./list-linkable-services";

/**
 * Makes an app; one from an image is started by an operation that is enqueued with it.
 * @throws DomainError `forbidden` for a token that may not write or is for one app, and for a linked service unless an administrator asks; `invalid` when that service cannot be linked;
 * `conflict` with the field whose value another app has.
 */
export async function createApp(ctx: Context, input: CreateAppInput): Promise<CreatedAppView> {
  requireAccount(ctx, "write");
  await assertService(ctx, input);
  const app = newApp(ctx.actor.userId, input);
  return transaction(async (tx) => {
    await insertApp(tx, app);
    await assertPortUnclaimed(tx, app);
    const operationId = app.source === "image" ? await startContainers(tx, ctx, app) : null;
    await insertEvent(
      tx,
      { appId: app.id, operationId, ...doneBy(ctx) },
      { type: "new_app", data: { name: app.name } },
    );
    return { name: app.name, operationId };
  });
}

/** Only the fields that the source calls for are kept, whatever else a form sent. */
function newApp(ownerId: string, input: CreateAppInput): NewApp {
  const { name, source } = input;
  const isImage = source === "image";
  return {
    id: randomUUID(),
    name,
    source,
    ownerId,
    image: isImage ? (input.image ?? null) : null,
    command: isImage ? (input.command ?? null) : null,
    containerPort: isImage ? (input.containerPort ?? null) : null,
    publishedPort: isImage ? (input.publishedPort ?? null) : null,
    service: source === "service" ? (input.service ?? null) : null,
    // The first start is the first wanted change.
    revision: isImage ? 1 : 0,
  };
}

async function startContainers(tx: Tx, ctx: Context, app: NewApp): Promise<string> {
  const id = randomUUID();
  await insertOperation(tx, {
    id,
    kind: "create-app",
    appId: app.id,
    databaseId: null,
    actorId: ctx.actor.userId,
  });
  return id;
}

/** A service is somebody else's work on the engine, which one's own account says nothing about: administrators decide. */
async function assertService(ctx: Context, { source, service }: CreateAppInput): Promise<void> {
  if (source !== "service") return;
  if (!ctx.actor.isAdmin)
    throw new DomainError(
      "forbidden",
      "administrators_only",
      "Only administrators may link an existing service.",
    );
  if (service !== undefined && (await listLinkableServices(ctx)).includes(service)) return;
  const message = "This service does not exist, or an app is linked to it already.";
  throw new DomainError("invalid", "service_not_linkable", message, { fields: { service: [message] } });
}
