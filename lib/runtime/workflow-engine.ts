import { AsyncResource } from "node:async_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Alone } from "../core/events/upkeep";
import type { OperationKind } from "../core/operations/state";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/units";
import { loadNow } from "../db/clock";
import { listLostOperations } from "../db/lost-operations";
import { listenForNotices, OPERATIONS_CHANNEL } from "../db/notices";
import { OPERATIONS_QUEUE } from "../db/operations";
import { deleteWorker } from "../db/workers";
import { backUp } from "../workflows/back-up";
import { keepBackups, lookAfterStorages } from "../workflows/backup-upkeep";
import { changePlan } from "../workflows/change-plan";
import { retryCopies } from "../workflows/copy-upkeep";
import { deleteApp } from "../workflows/delete-app";
import type { Deps, DepsOf, WorkflowContext } from "../workflows/deps";
import { drill } from "../workflows/drill";
import { importKeys } from "../workflows/import-keys";
import { endLost } from "../workflows/lost";
import { move } from "../workflows/move";
import { provision } from "../workflows/provision";
import { remove } from "../workflows/remove";
import { replaceNode } from "../workflows/replace-node";
import { restart } from "../workflows/restart";
import { restore } from "../workflows/restore";
import { restoreNew } from "../workflows/restore-new";
import { rotatePassword } from "../workflows/rotate-password";
import { setFeature } from "../workflows/set-feature";
import { setSettings } from "../workflows/set-settings";
import { stopFirst } from "../workflows/stop-first";
import { sweep } from "../workflows/sweep";
import { undoChange } from "../workflows/undo-change";
import { upgrade } from "../workflows/upgrade";
import { aloneKeeper } from "./alone";
import { describeError, log } from "./log";
import { QUEUE_POLLING_MS, queueTaker, RESTFUL, slowDownPolling, slowDownTelemetry } from "./queue-pace";
import { commonRounds, repeat } from "./rounds";
import type { Shift } from "./shift";
import { holds, operationStep, patiently, waiting } from "./steps";

/** Fixed, so that an operation survives an update of Berth: DBOS resumes only what its own version and executor began. */
const APPLICATION_VERSION = "1";
const OPERATIONS_AT_ONCE = 16;
const BEAT_MS = 5 * SECOND_MS;
const SWEEP_MS = MINUTE_MS;
const LINK_MS = 5 * SECOND_MS;
const BACKUPS_MS = MINUTE_MS;
const STORAGES_MS = HOUR_MS;
const RECORDS_MS = 10 * SECOND_MS;
const LOST_MS = 15 * SECOND_MS;
const DRAIN_MS = 10 * SECOND_MS;
/** So long after its end an operation does not count any more, and another one may begin. */
const ENDED_MS = 100;

type Stories = { [K in OperationKind]: (deps: DepsOf<K>, operationId: string) => Promise<void> };

const STORIES: Stories = {
  provision,
  remove,
  "create-app": restart,
  deploy: restart,
  restart,
  "delete-app": deleteApp,
  "change-plan": changePlan,
  upgrade,
  move,
  "change-stop-first": stopFirst,
  "undo-change": undoChange,
  restore,
  import: importKeys,
  "restore-new": restoreNew,
  "rotate-password": rotatePassword,
  "set-feature": setFeature,
  "set-settings": setSettings,
  "replace-node": replaceNode,
  "back-up": backUp,
  drill,
};

/**
 * Takes operations from the queue until stopped. Operations that this worker (by `workerId`) or a silent one had begun go on at
 * the step where they were cut off. Returns what stops it: running steps get a moment to end, the rest is resumed by the next worker.
 */
export async function startWorkflowEngine(options: {
  world: WorkflowContext;
  databaseUrl: string;
  workerId: string;
  shift: Shift;
  /** Makes the link run again when it does not answer. */
  keepLink: () => Promise<void>;
  /** Backs up the records when that is due; left out where they are not Berth's to back up. */
  keepRecords?: () => Promise<void>;
  /** Stories in the place of the usual ones. */
  stories?: Partial<Stories>;
}): Promise<() => Promise<void>> {
  const { world, databaseUrl, workerId, shift, keepLink, keepRecords = async () => {} } = options;
  DBOS.setConfig({
    name: "berth",
    systemDatabaseUrl: databaseUrl,
    applicationVersion: APPLICATION_VERSION,
    executorID: workerId,
    runMigrations: false,
    // How a release changes a story while operations of the former one are under way: decision 004.
    enablePatching: true,
    logger: quietLogger,
    ...RESTFUL,
  });
  slowDownPolling();
  const take = queueTaker();
  let isStopping = false;
  const takeAtOnce = async () => {
    if (isStopping) return;
    await take().catch((error: unknown) => log.warn("worker.take_failed", { error: describeError(error) }));
  };
  // Not in the name of the operation that ends, for which DBOS would remember it.
  const takeNext = AsyncResource.bind(() => void delay(ENDED_MS).then(takeAtOnce));
  for (const [kind, story] of Object.entries({ ...STORIES, ...options.stories }))
    DBOS.registerWorkflow(
      async (operationId: string) => {
        log.info("operation.started", { operationId, kind });
        await tell(story(depsOf(world, operationId), operationId), { operationId, kind });
        log.info("operation.ended", { operationId, kind });
        takeNext();
      },
      { name: kind },
    );
  await DBOS.launch();
  slowDownTelemetry();
  await DBOS.registerQueue(OPERATIONS_QUEUE, {
    workerConcurrency: OPERATIONS_AT_ONCE,
    minPollingIntervalMs: QUEUE_POLLING_MS,
    onConflict: "always_update",
  });
  const notices = listenForNotices(databaseUrl, { channel: OPERATIONS_CHANNEL, look: takeAtOnce });
  const alone = aloneKeeper();
  await beat(shift, takeAtOnce, alone);
  const common = commonRounds(shift);
  const stops = [
    repeat("worker.link", LINK_MS, keepLink),
    repeat("worker.beat", BEAT_MS, () => beat(shift, takeAtOnce, alone)),
    common("worker.sweep", SWEEP_MS, async () => sweep(world, await loadNow(), alone)),
    common("worker.backups", BACKUPS_MS, () => keepBackups(world, new Date(), alone)),
    common("worker.records", RECORDS_MS, keepRecords),
    common("worker.storages", STORAGES_MS, async () => {
      await lookAfterStorages(world, alone);
      await retryCopies(world, new Date(), alone);
    }),
    common("worker.lost", LOST_MS, () => endLostOperations(world, alone)),
  ];
  return async () => {
    for (const stopOne of stops) stopOne();
    isStopping = true;
    await notices.stop();
    await DBOS.shutdown({ workflowCompletionTimeoutMS: DRAIN_MS });
    await deleteWorker(workerId);
  };
}

const depsOf = (world: WorkflowContext, operationId: string): Deps<string> => ({
  ...world,
  waitUntil: waiting({ operationId }),
  holds,
  hasChange: DBOS.patch,
  step: operationStep(operationId),
});

/** A story catches every refusal: what comes out of it is a fault, which nobody else would tell of. */
async function tell(story: Promise<void>, ids: { operationId: string; kind: string }): Promise<void> {
  try {
    await story;
  } catch (error) {
    // DBOS' own refusals are no end yet: another worker may have taken over. What is lost is ended, and told, below.
    const isOfDbos = error instanceof Error && "dbosErrorCode" in error;
    log[isOfDbos ? "warn" : "error"]("operation.cut_off", { ...ids, error: describeError(error) });
    throw error;
  }
}

/** Operations whose story nobody tells any more end as failed; each for itself, and again until it is done. */
async function endLostOperations(world: WorkflowContext, alone: Alone): Promise<void> {
  for (const operation of await listLostOperations()) {
    const { id, kind, appId, databaseId } = operation;
    const step: Deps["step"] = (name, work) =>
      patiently({ operationId: id, name }, () => work({ detail: async () => {} }));
    const deps = { ...depsOf(world, id), step };
    await alone({ work: "end-lost-operation", id, name: kind, appId, databaseId }, async () => {
      await endLost(deps, operation);
      log.warn("operation.given_up", { operationId: id, kind, workflowStatus: operation.workflowStatus });
    });
  }
}

/** Says that this worker lives, and takes over from workers that no longer say so. */
async function beat(shift: Shift, take: () => Promise<void>, alone: Alone): Promise<void> {
  const silent = await shift.beat();
  for (const id of silent)
    await alone({ work: "take-over", id, name: id, appId: null, databaseId: null }, () => takeOver(id));
  if (silent.length > 0) await take();
}

async function takeOver(workerId: string): Promise<void> {
  const workflows = await DBOS.listWorkflows({ status: "PENDING", executorId: workerId });
  await DBOS.resumeWorkflows(workflows.map(({ workflowID }) => workflowID));
  await deleteWorker(workerId);
  log.warn("worker.taken_over", { workerId, workflows: workflows.length });
}

const quietLogger = {
  info: (message: unknown) => log.debug("workflow_engine.said", { message: String(message) }),
  debug: () => {},
  warn: (message: unknown) => log.warn("workflow_engine.warned", { message: String(message) }),
  error: (message: unknown) => log.error("workflow_engine.failed", { message: String(message) }),
};
