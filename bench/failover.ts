import { z } from "zod";
import { PROMISE } from "../lib/core/availability/promise";
import { HAPROXY_IMAGE } from "../lib/core/databases/images";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { REDIS } from "../lib/core/engines/redis/engine";
import { defaultVersion, imageOf } from "../lib/core/engines/versions";
import { runStory } from "../tests/engine/hands";
import { startManyHosts } from "../tests/engine/many-hosts";
import { FAULTS } from "./failover/faults";
import { median, table } from "./figures";

const ROUNDS = 2;
const IMAGE = imageOf(REDIS.provider, defaultVersion(DEFAULT_CATALOG, REDIS));

const Round = z.object({
  fault: z.string(),
  withoutWriteMs: z.number(),
  lostElsewhere: z.number(),
  besideLost: z.number(),
  besideLostMs: z.number(),
  swarmMs: z.number().nullable(),
  nodesAfter: z.number(),
});
type Round = z.infer<typeof Round>;

/**
 * A Swarm of three hosts of which one, with the master of a highly available database, or with a gateway alone, loses its power or its network,
 * or the master's Redis ends: so many rounds of each, and some of a gateway. How long clients on other hosts are without an acknowledged write, what they lose, and
 * what a client on that host loses, beside what the plan card says; with each lost host what Swarm alone needs for a single Redis without a
 * volume, which it starts on another one.
 */
export async function failover({
  rounds = ROUNDS,
}: {
  rounds?: number | undefined;
}): Promise<Record<string, unknown>> {
  // Swarm starts its Redis where it likes: each host has the image.
  const hosts = await startManyHosts(3, [IMAGE, HAPROXY_IMAGE], [IMAGE, HAPROXY_IMAGE]);
  try {
    const told = await runStory(hosts, "bench/failover/side.ts", { words: [String(rounds), IMAGE] });
    return print(z.array(Round).parse(told.rounds));
  } finally {
    await hosts.remove();
  }
}

const seconds = (values: readonly number[]) => Math.round(median(values) / 10) / 100;
const longestSeconds = (values: readonly number[]) => Math.round(Math.max(...values) / 10) / 100;

function print(rounds: readonly Round[]): Record<string, unknown> {
  const header = ["fault", "rounds", "median s", "longest s", "plan card s", "lost elsewhere", "lost beside"];
  const rows = FAULTS.map(({ fault, promisedSeconds }) => {
    const those = rounds.filter((round) => round.fault === fault);
    const without = those.map(({ withoutWriteMs }) => withoutWriteMs);
    const beside = Math.max(...those.map(({ besideLost }) => besideLost));
    const lost = those.reduce((sum, { lostElsewhere }) => sum + lostElsewhere, 0);
    const besideOf = beside ? `${beside} of ${longestSeconds(those.map((one) => one.besideLostMs))} s` : 0;
    return [fault, those.length, seconds(without), longestSeconds(without), promisedSeconds, lost, besideOf];
  });
  console.log(table([header, ...rows]));
  console.log(PROMISE.join("\n"));
  const ofMaster = rounds.filter(({ fault }) => fault.startsWith("host"));
  const withoutWrite = seconds(ofMaster.map(({ withoutWriteMs }) => withoutWriteMs));
  const swarm = seconds(rounds.flatMap(({ swarmMs }) => swarmMs ?? []));
  return {
    rounds: rounds.length,
    withoutWriteSeconds: withoutWrite,
    lostElsewhere: rounds.reduce((sum, { lostElsewhere }) => sum + lostElsewhere, 0),
    nodesAfter: [...new Set(rounds.map(({ nodesAfter }) => nodesAfter))],
    swarmSeconds: swarm,
    ratio: Math.round((swarm / withoutWrite) * 10) / 10,
  };
}
