import { setTimeout as delay } from "node:timers/promises";
import type { Berth } from "./berth";
import type { Client } from "./catalog";
import { type Seen, startCrew } from "./crew";
import { countMissing } from "./read-back";
import { MOVES } from "./requests";

/** A change of plan drops clients a second time, when its gateway is replaced: some seconds after it is done. */
const SETTLE_MS = 3_000;

/** One database with its clients, through every move. Answers what each program saw; one that was started again has two parts. */
export async function story(
  berth: Berth,
  input: { app: string; clients: readonly Client[]; packagesDir: string },
): Promise<Seen[]> {
  const { app, clients, packagesDir } = input;
  const database = await berth.provide(app);
  const key = { app, resourceId: database.resourceId };
  const crew = await startCrew(database, { clients, packagesDir });
  const moved = async () => {
    for (const move of MOVES) {
      crew.enter(move);
      await berth.move(key, move);
      await delay(SETTLE_MS);
      await crew.goOn();
    }
  };
  const error = await moved().catch((error: unknown) => error);
  const seen = await crew.end();
  if (error) throw error;
  for (const { watch } of seen) await countMissing(database, watch);
  await berth.remove(key);
  return seen;
}
