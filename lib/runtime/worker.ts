import type { Alone } from "../core/events/upkeep";
import { MINUTE_MS, SECOND_MS } from "../core/units";
import { listDueWork } from "../db/due-work";
import { startSampler } from "../sampling/start";
import { runDrains } from "../services/hosts/run-drains";
import { runDueMaintenances } from "../services/maintenance/run-due";
import { deliverer } from "../services/notifiers/deliver-due";
import { runReleaseWaves } from "../services/releases/run-release-waves";
import { keepGroups } from "../workflows/keep-groups";
import { keepHosts } from "../workflows/keep-hosts";
import { keepUsers } from "../workflows/keep-users";
import { aloneKeeper } from "./alone";
import { config } from "./config";
import { platform } from "./container";
import { dueRounds } from "./due-rounds";
import { doorKeeper } from "./engine-doors";
import { keepLink } from "./link";
import { describeError, log } from "./log";
import { keepRecords, ownRecords } from "./records/keep";
import { surviveRejections } from "./rejections";
import { keepReleases } from "./release-sources";
import { commonRounds, repeat } from "./rounds";
import { holderOf, shiftOf } from "./shift";
import { startWorkflowEngine } from "./workflow-engine";

const HOSTS_MS = 5 * SECOND_MS;
/** One round of so many looks at a Swarm of one, for others may join. */
const LONE_ROUNDS = 6;
/** One round of so many looks at everything anew. */
const THOROUGH_ROUNDS = 12;
const MAINTENANCE_MS = MINUTE_MS;
const RELEASES_MS = MINUTE_MS;

/** Runs operations until it is told to stop. A start that fails (PostgreSQL is away) ends the process; it is started again. */
export async function runWorker(): Promise<void> {
  const { databaseUrl, ...world } = platform();
  const alone = aloneKeeper();
  surviveRejections("worker");
  const { BERTH_WORKER_ID: workerId, BERTH_DATA_DIR: dataDir, DATABASE_URL } = config();
  const shift = shiftOf(workerId, holderOf(dataDir));
  const stop = await startWorkflowEngine({
    world,
    databaseUrl,
    workerId,
    shift,
    keepLink,
    ...(!DATABASE_URL && { keepRecords: () => keepRecords(ownRecords(), new Date()) }),
  });
  log.info("worker.started", { workerId });
  const stopSampler = startSampler({
    ...world,
    workerId,
    log: {
      info: log.info,
      warn: (event, { error, ...ids }) => log.warn(event, { ...ids, error: describeError(error) }),
    },
    alone,
    now: Date.now,
  });
  const keepDoors = doorKeeper(world);
  let rounds = 0;
  let isLone = false;
  const stopHosts = repeat("worker.hosts", HOSTS_MS, async () => {
    const round = rounds++;
    if (!shift.leads() || (isLone && round % LONE_ROUNDS > 0)) return;
    const hosts = await world.engine.listHosts();
    isLone = hosts.length === 1;
    await runDrains(world, new Date(), alone);
    for (const { id: hostId, name, state } of await keepHosts(hosts, new Date()))
      log.info("host.changed", { hostId, name, state });
    await keepDoors(hosts, { isThorough: round % THOROUGH_ROUNDS === 0, isShared: shift.isShared() });
  });
  const common = commonRounds(shift);
  const stopMaintenances = common("worker.maintenance", MAINTENANCE_MS, () =>
    runDueMaintenances(world, new Date(), alone),
  );
  const stopReleases = common("worker.releases", RELEASES_MS, () => keepReleases(world, new Date()));
  const messages = deliverer({ ...world, workerId, alone, now: () => new Date() });
  const led = (work: (ports: typeof world, now: Date, alone: Alone) => Promise<void>) => async () => {
    if (shift.leads()) await work(world, new Date(), alone);
  };
  const stopDue = dueRounds(
    {
      users: led(keepUsers),
      groups: led(keepGroups),
      waves: led(runReleaseWaves),
      messages: messages.round,
    },
    listDueWork,
  );
  const end = () => {
    stopHosts();
    stopMaintenances();
    stopReleases();
    stopDue();
    void Promise.all([stop(), stopSampler(), messages.settle()])
      .catch((error: unknown) => log.error("worker.stop_failed", { error: describeError(error) }))
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}
