import { expect, test } from "@playwright/test";
import { keepFirstSlotAway } from "../tests/far-slot";
import { makeDataDir, startBerth } from "./berth";
import { writeBerth, writeDataDir } from "./state";

test("Berth starts in an empty folder and prints a link for the administrator", async () => {
  const dataDir = makeDataDir();
  writeDataDir(dataDir);
  const berth = await startBerth(dataDir);
  expect(berth.setupUrl).toContain(`${berth.baseUrl}/setup?token=`);
  writeBerth(berth);
  const { postgresPort: port, postgresPassword: password } = berth.instance;
  await keepFirstSlotAway(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`);
});
