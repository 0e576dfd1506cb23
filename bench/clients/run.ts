import { parseArgs } from "node:util";
import { z } from "zod";
import { startBerth } from "./berth";
import { ALL_CLIENTS, type Client, SHORT_CLIENTS } from "./catalog";
import type { Seen } from "./crew";
import { prepare } from "./prepare";
import { faultsOf, moveTableOf, tableOf, totals } from "./report";
import { story } from "./story";

// `npm run clients`: real client programs against databases that move. `--former DIR` also runs them against another checkout, which
// needs its own node_modules and dist/; only faults of this one count.

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "10" },
    short: { type: "boolean", default: false },
    former: { type: "string" },
    "only-former": { type: "boolean", default: false },
    client: { type: "string", multiple: true },
  },
});

const times = values.short ? 1 : z.coerce.number().int().positive().parse(values.times);
const offered = values.short ? SHORT_CLIENTS : ALL_CLIENTS;
const clients = values.client ? offered.filter(({ name }) => values.client?.includes(name)) : offered;
const unknown = values.client?.filter((name) => !offered.some((client) => client.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`there is no client ${unknown.join(", ")}`);

async function run(build: string, dir: string, packagesDir: string): Promise<string[]> {
  const berth = await startBerth(dir);
  const seen: Seen[] = [];
  try {
    for (let time = 1; time <= times; time++) {
      seen.push(...(await story(berth, { app: `clients-${time}`, clients, packagesDir })));
      console.error(`${build}: ${time} of ${times}`);
    }
  } finally {
    await berth.stop();
  }
  return report(build, clients, seen);
}

function report(build: string, of: readonly Client[], seen: readonly Seen[]): string[] {
  const all = totals(of, seen);
  const faults = faultsOf(all);
  console.log(`\n${build} build, each move ${times} times\n${tableOf(all)}\n\n${moveTableOf(all)}`);
  for (const { client, words } of all) for (const text of words) console.log(`  ${client}: ${text}`);
  console.log(JSON.stringify({ name: "clients", build, times, faults, clients: all }));
  return faults;
}

const { packagesDir } = await prepare(clients);
if (values.former) await run("former", values.former, packagesDir);
if (!values["only-former"]) {
  const faults = await run("this", process.cwd(), packagesDir);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
