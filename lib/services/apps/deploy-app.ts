import type { DeployAppInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { APP_START_KINDS } from "../../core/operations/state";
import { assertPortUnclaimed, type SourceRow, setAppSource, sourceOf } from "../../db/app-sources";
import { type AppRow, raiseRevision } from "../../db/apps";
import { assertNoOperation } from "../../db/operations";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";

/**
 * Gives an app another image, command or ports, and starts it with them; an app that had nothing yet gets its first image. What ran
 * before serves on, and is what the app has again, when the new container does not stay up.
 * @throws DomainError `not_found`; `invalid` for a linked service, no image, or one port without the other; `conflict` with the field whose
 * value another app has, or while another start or a deletion runs.
 */
export async function deployApp(
  ctx: Context,
  { app: name, ...changes }: DeployAppInput,
): Promise<OperationView> {
  requireScope(ctx, "write");
  const { id } = await requireApp(ctx, name);
  return startOperation(ctx, { id }, (app) => {
    const wanted = wantedSource(app, changes);
    return {
      kind: "deploy",
      source: {
        wanted,
        former: app.appliedRevision > 0 ? sourceOf(app) : null,
        revision: app.revision + 1,
        wasApplied: app.revision === app.appliedRevision,
      },
      events: [{ type: "deploy_app", data: { image: wanted.image } }],
      before: async (tx) => {
        await assertNoOperation(tx, { appId: id, databaseId: null, kinds: APP_START_KINDS });
        await setAppSource(tx, id, wanted);
        await assertPortUnclaimed(tx, { id, ...wanted });
        await raiseRevision(tx, id);
      },
    };
  });
}

function wantedSource(app: AppRow, changes: Omit<DeployAppInput, "app">): SourceRow & { image: string } {
  if (app.source === "service")
    throw new DomainError(
      "invalid",
      "not_from_image",
      "This app is linked to a service, which its owner deploys: Berth only sets its environment.",
    );
  const image = changes.image ?? app.image;
  if (image === null) throw invalid("image", "Say which image to run.");
  const {
    command = app.command,
    containerPort = app.containerPort,
    publishedPort = app.publishedPort,
  } = changes;
  if ((containerPort === null) !== (publishedPort === null))
    throw invalid("publishedPort", "Give both ports, or neither.");
  return { source: "image", image, command, containerPort, publishedPort };
}

const invalid = (field: string, message: string): DomainError =>
  new DomainError("invalid", "invalid_source", message, { fields: { [field]: [message] } });
