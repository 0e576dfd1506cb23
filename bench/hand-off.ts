import { nodeName } from "../lib/core/databases/names";
import { MIB } from "../lib/core/units";
import { changePlan } from "../lib/services/databases/change-plan";
import { askForDatabase, operationEnded, startControlPlane } from "../tests/engine/control-plane";
import { dataOf } from "../tests/engine/data";
import { containerOf, docker } from "../tests/engine/stack";
import { startTraffic } from "../tests/engine/traffic";
import { median, table } from "./figures";

const ROUNDS = 5;
const DATA_BYTES = 500 * MIB;
const APP = "bench-hand-off";
const PLANS = ["2g", "1g"] as const;

/** A client that connects again at once shows what Berth does; the default of ioredis waits for 50 to 250 ms of its own. */
const RETRY_MS = 10;

type Round = { berthMs: number; defaultMs: number; pauseMs: number; rawMs: number; lost: number };

/**
 * The longest time without an acknowledged write, of clients that write all the time: while Berth changes the plan, and while the
 * engine updates the same node with the same data stop-first.
 */
export async function handOff(): Promise<Record<string, unknown>> {
  const berth = await startControlPlane();
  try {
    const { resourceId, ...asked } = await askForDatabase(berth.ctx, APP, "1g");
    await operationEnded(berth.ctx, asked);
    const data = await dataOf(berth.ctx, resourceId);
    await data.fill(DATA_BYTES);
    const quick = await startTraffic(berth.ctx, { app: APP, resourceId, retryMs: RETRY_MS, pauseMs: 1 });
    const ordinary = await startTraffic(berth.ctx, { app: APP, resourceId, pauseMs: 1 });
    const both = [quick, ordinary];
    await Promise.all(both.map((client) => client.wrote(500)));
    const gaps = async (change: () => Promise<void>) => {
      for (const client of both) client.forgetLongestGap();
      await change();
      await Promise.all(both.map((client) => client.wrote(500)));
      return [await quick.report(), await ordinary.report()] as const;
    };
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      let pauseMs = Number.NaN;
      const planId = PLANS[round % PLANS.length] ?? "2g";
      const ours = await gaps(async () => {
        pauseMs = await change(berth.ctx, { resourceId, planId });
      });
      const active = nodeName({ instance: berth.ctx.instance, resourceId }, round + 2);
      const [raw] = await gaps(() => updateStopFirst(berth.ctx, active));
      rounds.push({
        berthMs: Math.round(ours[0].longestGapMs),
        defaultMs: Math.round(ours[1].longestGapMs),
        pauseMs,
        rawMs: Math.round(raw.longestGapMs),
        lost: ours[0].lost + ours[1].lost,
      });
    }
    await Promise.all(both.map((client) => client.stop()));
    return print(rounds);
  } finally {
    await berth.stop();
  }
}

type Ctx = Awaited<ReturnType<typeof startControlPlane>>["ctx"];

async function change(
  ctx: Ctx,
  { resourceId, planId }: { resourceId: string; planId: string },
): Promise<number> {
  const { id } = await changePlan(ctx, { resourceId, planId });
  const { status, error, steps } = await operationEnded(ctx, { app: APP, operationId: id });
  if (status !== "succeeded") throw new Error(`the change failed: ${error?.message}`);
  const detail = steps.find(({ name }) => name === "cut-over")?.detail;
  return detail && "pauseMs" in detail ? detail.pauseMs : Number.NaN;
}

/** What anybody would do: the engine stops the container and starts it again with its volume. */
async function updateStopFirst({ engine }: Ctx, service: string): Promise<void> {
  const before = await containerOf(engine, service);
  await docker("service", "update", "--force", "--detach", service);
  while ((await containerOf(engine, service)) === before);
}

function print(rounds: readonly Round[]): Record<string, unknown> {
  const berth = median(rounds.map(({ berthMs }) => berthMs));
  const raw = median(rounds.map(({ rawMs }) => rawMs));
  const heldMs = median(rounds.map(({ pauseMs }) => pauseMs));
  const defaultMs = median(rounds.map((round) => round.defaultMs));
  const lost = rounds.reduce((total, round) => total + round.lost, 0);
  console.log(
    table([
      ["round", "berth ms", "writes held ms", "default client ms", "raw ms", "lost"],
      ...rounds.map((round, place) => [
        place + 1,
        round.berthMs,
        round.pauseMs,
        round.defaultMs,
        round.rawMs,
        round.lost,
      ]),
      ["median", berth, heldMs, defaultMs, raw, lost],
    ]),
  );
  return { berth, raw, ratio: Math.round(raw / berth), lost, heldMs, defaultClient: defaultMs, unit: "ms" };
}
