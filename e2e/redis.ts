import { expect } from "@playwright/test";
import type { Berth } from "./berth";
import { findContainer, run } from "./engine";
import { readDatabaseSecrets } from "./records";

/** Runs a script in a node of a database, with every right. */
export async function asBerth(
  berth: Berth,
  { resourceId, node }: { resourceId: string; node: string },
  script: string,
): Promise<void> {
  const { passwords } = await readDatabaseSecrets(berth, resourceId);
  const container = await findContainer(`${berth.instance.id}-${resourceId}-${node}`);
  const command = ["redis-cli", "--user", "berth", "EVAL", script, "0"];
  const { output } = await run(container, command, [`REDISCLI_AUTH=${passwords.berth}`]);
  expect(output).not.toMatch(/ERR|NOPERM|WRONGPASS/);
}

/** Has Redis write a line into its log. */
export const sayInLog = (berth: Berth, place: { resourceId: string; node: string }, word: string) =>
  asBerth(berth, place, `redis.log(redis.LOG_WARNING, '${word}')`);
