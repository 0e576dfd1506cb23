import { splitCommand } from "../../core/apps/command";
import { appNetworkName, appServiceName } from "../../core/databases/names";
import { SECOND_MS } from "../../core/units";
import { type AppRow, loadApp } from "../../db/apps";
import { listVariables } from "../../db/variables";
import type { ServiceSpec } from "../../ports/docker-engine";
import type { WorkflowContext } from "../deps";

const STOP_GRACE_MS = 10 * SECOND_MS;

/**
 * Hands the app's present variables to the engine: to its own service, or the one it is linked to. Whether containers run with them is
 * another question: see `startApp`. Answers the revision; null for an app without containers or one that is deleted. Safe to repeat: a
 * revision that stands already is not started again.
 */
export async function applyAppService(
  world: Omit<WorkflowContext, "containers">,
  appId: string,
): Promise<number | null> {
  // The revision is read before the variables: at worst they are newer, and the newer revision is applied again.
  const app = await loadApp(appId);
  if (app.deletedAt || app.isBeingDeleted || app.source === "none") return null;
  const environment = await readEnvironment(world, appId);
  if (app.source === "service") await applyLink(world, app, environment);
  else {
    await applyAppNetwork(world, app);
    await world.engine.applyService(appService(world.instance, app, environment));
  }
  return app.revision;
}

const applyAppNetwork = (
  { engine, instance }: Pick<WorkflowContext, "engine" | "instance">,
  app: AppRow,
): Promise<void> =>
  engine.applyNetwork({
    name: appNetworkName(instance, app.name),
    owner: { appId: app.id, databaseId: null },
    isAttachable: false,
  });

async function applyLink(
  world: Pick<WorkflowContext, "engine" | "instance">,
  app: AppRow,
  environment: Record<string, string>,
): Promise<boolean> {
  if (app.service === null) return false;
  await applyAppNetwork(world, app);
  return world.engine.applyLinkedService({
    name: app.service,
    owner: { appId: app.id, databaseId: null },
    revision: app.revision,
    environment,
    networkName: appNetworkName(world.instance, app.name),
  });
}

/**
 * Gives a linked service what somebody else's deployment took from it. Answers whether anything was missing. An app whose variables were
 * changed meanwhile waits for its restart, unless it was deployed anew without any: then it gets the present ones.
 */
export async function restoreLink(
  world: WorkflowContext,
  appId: string,
  isLinked: boolean,
): Promise<boolean> {
  const app = await loadApp(appId);
  if (app.deletedAt || app.isBeingDeleted || (isLinked && app.revision > app.appliedRevision)) return false;
  return applyLink(world, app, await readEnvironment(world, appId));
}

/** The service that the app's containers belong to; null for an app without containers. */
export function serviceNameOf(
  instance: string,
  app: Pick<AppRow, "name" | "source" | "service">,
): string | null {
  if (app.source === "none") return null;
  return app.source === "service" ? app.service : appServiceName(instance, app.name);
}

/** Values by name, aliases resolved. */
async function readEnvironment(
  { cipher }: Pick<WorkflowContext, "cipher">,
  appId: string,
): Promise<Record<string, string>> {
  const variables = await listVariables(appId);
  const values = new Map(
    variables
      .filter(({ aliasOf }) => !aliasOf)
      .map(({ name, valueEncrypted }) => [name, cipher.decrypt(valueEncrypted)]),
  );
  return Object.fromEntries(
    variables.flatMap(({ name, aliasOf }) => {
      const value = values.get(aliasOf ?? name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function appService(instance: string, app: AppRow, environment: Record<string, string>): ServiceSpec {
  const isPublished = app.publishedPort !== null && app.containerPort !== null;
  return {
    name: appServiceName(instance, app.name),
    owner: { appId: app.id, databaseId: null },
    role: "app",
    revision: app.revision,
    image: app.image ?? "",
    isImageLocal: false,
    command: [],
    args: argumentsOf(app.command),
    environment,
    startValues: {},
    user: null,
    secrets: [],
    volumes: [],
    networks: [{ name: appNetworkName(instance, app.name), aliases: [app.name] }],
    ports: isPublished ? [{ published: Number(app.publishedPort), target: Number(app.containerPort) }] : [],
    hostId: null,
    memoryLimitBytes: null,
    memoryReservationBytes: null,
    cpus: null,
    openFilesMax: null,
    stopGraceMs: STOP_GRACE_MS,
    // Two containers cannot publish the same port of one host.
    updateOrder: isPublished ? "stop-first" : "start-first",
  };
}

/** A command was checked when it was stored. */
function argumentsOf(command: string | null): string[] {
  const parsed = splitCommand(command ?? "");
  return parsed.isValid ? parsed.words : [];
}
