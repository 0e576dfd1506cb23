import { MINUTE_MS, SECOND_MS } from "../core/units";
import { startSampler } from "../sampling/start";
import { runDueMaintenances } from "../services/maintenance/run-due";
import { deliverer } from "../services/notifiers/deliver-due";
import { aloneKeeper } from "./alone";
import { config } from "./config";
import { platform } from "./container";
import { keepLink } from "./link";
import { describeError, log } from "./log";
import { keepRecords, ownRecords } from "./records/keep";
import { surviveRejections } from "./rejections";
import { repeat, startWorkflowEngine } from "./workflow-engine";

const MAINTENANCE_MS = MINUTE_MS;
const MESSAGES_MS = 5 * SECOND_MS;

/** Runs operations until it is told to stop. A start that fails (PostgreSQL is away) ends the process; it is started again. */
export async function runWorker(): Promise<void> {
  const { databaseUrl, ...world } = platform();
  const alone = aloneKeeper();
  surviveRejections("worker");
  const stop = await startWorkflowEngine({
    world,
    databaseUrl,
    workerId: config().BERTH_WORKER_ID,
    keepLink,
    ...(!config().DATABASE_URL && { keepRecords: () => keepRecords(ownRecords(), new Date()) }),
  });
  log.info("worker.started", { workerId: config().BERTH_WORKER_ID });
  const stopSampler = startSampler({
    ...world,
    workerId: config().BERTH_WORKER_ID,
    log: {
      info: log.info,
      warn: (event, { error, ...ids }) => log.warn(event, { ...ids, error: describeError(error) }),
    },
    alone,
    now: Date.now,
  });
  const stopMaintenances = repeat("worker.maintenance", MAINTENANCE_MS, () =>
    runDueMaintenances(world, new Date(), alone),
  );
  const messages = deliverer({ ...world, workerId: config().BERTH_WORKER_ID, alone, now: () => new Date() });
  const stopMessages = repeat("worker.messages", MESSAGES_MS, messages.round);
  const end = () => {
    stopMaintenances();
    stopMessages();
    void Promise.all([stop(), stopSampler(), messages.settle()])
      .catch((error: unknown) => log.error("worker.stop_failed", { error: describeError(error) }))
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}
