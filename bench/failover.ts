import { z } from "zod";
import { HAPROXY_IMAGE } from "../lib/core/databases/images";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { REDIS } from "../lib/core/engines/redis/engine";
import { defaultVersion, imageOf } from "../lib/core/engines/versions";
import { runStory } from "../tests/engine/hands";
import { startManyHosts } from "../tests/engine/many-hosts";
import { median, table } from "./figures";

const ROUNDS = 6;
const IMAGE = imageOf(REDIS.provider, defaultVersion(DEFAULT_CATALOG, REDIS));

const Round = z.object({
  fault: z.string(),
  withoutWriteMs: z.number(),
  lostElsewhere: z.number(),
  besideLost: z.number(),
  besideLostMs: z.number(),
  swarmMs: z.number(),
});
type Round = z.infer<typeof Round>;

/**
 * A Swarm of three hosts of which one, with the master of a highly available database, or with a gateway alone, loses its power or its network:
 * how long clients on other hosts are without an acknowledged write, what they lose, and what a client beside the master loses. In the same rounds what Swarm alone
 * needs for a single Redis without a volume, which it starts on another host.
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

function print(rounds: readonly Round[]): Record<string, unknown> {
  console.log(
    table([
      ["fault", "without a write ms", "lost elsewhere", "lost beside", "of ms", "Swarm alone ms"],
      ...rounds.map((round) => [
        round.fault,
        round.withoutWriteMs,
        round.lostElsewhere,
        round.besideLost,
        round.besideLostMs,
        round.swarmMs,
      ]),
    ]),
  );
  const seconds = (values: readonly number[]) => Math.round(median(values) / 10) / 100;
  const longestOf = (those: readonly Round[]) => seconds(those.map(({ withoutWriteMs }) => withoutWriteMs));
  const withoutWrite = longestOf(rounds.filter(({ fault }) => fault !== "gateway lost"));
  const swarm = seconds(rounds.map(({ swarmMs }) => swarmMs));
  const cut = rounds.filter(({ fault }) => fault === "cut off");
  return {
    rounds: rounds.length,
    withoutWriteSeconds: withoutWrite,
    gatewayLostSeconds: longestOf(rounds.filter(({ fault }) => fault === "gateway lost")),
    lostElsewhere: rounds.reduce((sum, { lostElsewhere }) => sum + lostElsewhere, 0),
    besideLostWrites: median(cut.map(({ besideLost }) => besideLost)),
    besideLostSeconds: seconds(cut.map(({ besideLostMs }) => besideLostMs)),
    swarmSeconds: swarm,
    ratio: Math.round((swarm / withoutWrite) * 10) / 10,
  };
}
