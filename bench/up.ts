import { setTimeout as delay } from "node:timers/promises";
import { DomainError } from "../lib/core/errors";
import { median, table } from "./figures";
import { withBerth } from "./own-berth";
import { residentMb } from "./processes";
import { rootsOf } from "./twenty-databases";

const ROUNDS = 5;
/** What a start needs for itself is given back. */
const SETTLED_MS = 20_000;

type Start = { seconds: number; residentMb: number };

/**
 * What `bin/up` costs on one machine: the time of its first start until people can sign up, and the memory of all that it started, in this build
 * and in a former one, in turn.
 */
export async function up({ formerDir }: { formerDir: string | undefined }): Promise<Record<string, unknown>> {
  if (formerDir === undefined)
    throw new DomainError("invalid", "former_missing", "up measures beside a former build: --former DIR");
  const starts: Record<"ours" | "former", Start[]> = { ours: [], former: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    starts.former.push(await measureStart(formerDir));
    starts.ours.push(await measureStart());
  }
  const of = (those: readonly Start[], key: keyof Start) => median(those.map((start) => start[key]));
  const [ours, former] = [starts.ours, starts.former].map((those) => ({
    seconds: Math.round(of(those, "seconds") * 100) / 100,
    residentMb: Math.round(of(those, "residentMb")),
  }));
  console.log(
    table([
      ["what", "this build", "former build"],
      ["until people can sign up", `${ours?.seconds} s`, `${former?.seconds} s`],
      ["its memory", `${ours?.residentMb} MB`, `${former?.residentMb} MB`],
    ]),
  );
  return { ours, former, starts };
}

async function measureStart(buildDir?: string): Promise<Start> {
  const startedAt = performance.now();
  return withBerth(async (berth) => {
    const seconds = (performance.now() - startedAt) / 1_000;
    await delay(SETTLED_MS);
    return { seconds, residentMb: residentMb(rootsOf(berth)) };
  }, buildDir);
}
