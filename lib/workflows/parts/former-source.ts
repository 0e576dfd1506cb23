import { DomainError, hasReason, passesOr } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import { type SourceChange, type SourceRow, setAppSource, sourceOf } from "../../db/app-sources";
import { type AppRow, lockApp, raiseRevision, setAppliedRevision } from "../../db/apps";
import { transaction } from "../../db/client";
import { loadOperation } from "../../db/operations";
import type { Deps } from "../deps";
import { serviceNameOf } from "./app-service";
import { onlyDomainErrors } from "./ending";
import { startApp } from "./start-app";

/** The engine goes back by itself once a container has ended; what only waits (for a download, for room) it would wait for on and on. */
const ROLL_BACK_MS = 30 * SECOND_MS;
const ROLLING_BACK = "rolling_back";

/** Images of a deployment that failed: which one was tried, and which one the app has again. */
type Back = { wanted: string; former: string };

/**
 * Gives the app what it had before the deployment, in the records and on the engine. Null when nothing ran before, the app is being deleted, or
 * the engine does not answer: then the records keep what was asked for.
 */
export async function returnToFormer(deps: Deps, operationId: string): Promise<Back | null> {
  try {
    return await deps.step("roll-back", () => goBack(deps, operationId));
  } catch (error) {
    onlyDomainErrors(error);
    return null;
  }
}

/** The error, saying what the app goes on with. */
export const toldWithFormer = (error: unknown, { wanted, former }: Back): unknown => {
  if (!(error instanceof DomainError)) return error;
  const { code, reason, message } = error;
  const goesOn =
    wanted === former ? "The app keeps its former settings." : `The app keeps its former image, ${former}.`;
  return new DomainError(code, reason, `${wanted} was not deployed. ${goesOn} ${message}`);
};

async function goBack(deps: Deps, operationId: string): Promise<Back | null> {
  const { appId, source: change } = await loadOperation(operationId);
  if (!change?.former) return null;
  // The engine is asked first: while it does not answer, nobody knows what runs.
  await deps.engine.ping();
  const app = await returnSource(appId, change, change.former);
  if (!app) return null;
  if (await hasEngineGoneBack(deps, app, change)) {
    // Nothing else was changed since: containers run with all that the records say.
    const isUntouched = app.revision <= change.revision + 1;
    if (change.wasApplied && isUntouched) await setAppliedRevision(appId, app.revision);
  } else await startApp(deps, appId).catch(onlyDomainErrors);
  return { wanted: change.wanted.image ?? "", former: change.former.image ?? "" };
}

/** As a further change of the app, so that the engine takes it; answers the app as it is then. Safe to repeat. */
const returnSource = (appId: string, { wanted }: SourceChange, former: SourceRow): Promise<AppRow | null> =>
  transaction(async (tx) => {
    const app = await lockApp(tx, appId);
    if (!app || app.isBeingDeleted) return null;
    if (isSame(app, former) || !isSame(app, wanted)) return app;
    await setAppSource(tx, appId, former);
    await raiseRevision(tx, appId);
    return lockApp(tx, appId);
  });

const isSame = (one: SourceRow, other: SourceRow): boolean =>
  JSON.stringify(sourceOf(one)) === JSON.stringify(sourceOf(other));

/** Whether containers of before the deployment (or of after the return) run, and none with what was wanted. */
async function hasEngineGoneBack(
  { engine, instance, waitUntil }: Deps,
  app: AppRow,
  { revision: from }: SourceChange,
): Promise<boolean> {
  const name = serviceNameOf(instance, app);
  if (name === null) return true;
  try {
    await waitUntil(
      async () => {
        const tasks = await engine.listTasks(name);
        const isWanted = (revision: number) => revision >= from && revision < app.revision;
        const alive = tasks.filter(({ state }) => state === "starting" || state === "running");
        const serves = alive.some(({ state, revision }) => state === "running" && !isWanted(revision));
        if (!serves || alive.some(({ revision }) => isWanted(revision)))
          throw new DomainError("conflict", ROLLING_BACK, "The engine has not gone back yet.");
      },
      { timeoutMs: ROLL_BACK_MS, passes: passesOr(ROLLING_BACK) },
    );
    return true;
  } catch (error) {
    if (hasReason(error, ROLLING_BACK)) return false;
    throw error;
  }
}
