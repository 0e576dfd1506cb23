import { MINUTE_MS } from "../core/units";
import { startSampler } from "../sampling/start";
import { runDueMaintenances } from "../services/maintenance/run-due";
import { aloneKeeper } from "./alone";
import { config } from "./config";
import { platform } from "./container";
import { keepLink } from "./link";
import { describeError, log } from "./log";
import { surviveRejections } from "./rejections";
import { repeat, startWorkflowEngine } from "./workflow-engine";

const MAINTENANCE_MS = MINUTE_MS;

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
  const end = () => {
    stopMaintenances();
    void Promise.all([stop(), stopSampler()])
      .catch((error: unknown) => log.error("worker.stop_failed", { error: describeError(error) }))
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}
