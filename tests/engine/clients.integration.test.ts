import { afterAll, beforeAll, expect, test } from "vitest";
import { type Berth, startBerth } from "../../bench/clients/berth";
import { SHORT_CLIENTS } from "../../bench/clients/catalog";
import { prepare } from "../../bench/clients/prepare";
import { faultsOf, tableOf, totals } from "../../bench/clients/report";
import { story } from "../../bench/clients/story";

let berth: Berth;
let packagesDir: string;
beforeAll(async () => {
  ({ packagesDir } = await prepare(SHORT_CLIENTS));
  berth = await startBerth(process.cwd());
});
afterAll(() => berth.stop());

test("clients that stay and clients that connect for each request lose nothing, hang nowhere and read nothing old", async () => {
  const seen = await story(berth, { app: "clients", clients: SHORT_CLIENTS, packagesDir });
  const all = totals(SHORT_CLIENTS, seen);
  expect(faultsOf(all), tableOf(all)).toEqual([]);
}, 600_000);
