import { parseArgs } from "node:util";
import { DomainError } from "../lib/core/errors";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { former: { type: "string" }, mb: { type: "string" }, rounds: { type: "string" } },
});

/** What `npm run bench -- NAME` measures; each prints its table and answers its figures. */
const BENCHES: Record<string, () => Promise<Record<string, unknown>>> = {
  api: async () => (await import("./api")).api(),
  backup: async () =>
    (await import("./backup")).backup({ megabytes: values.mb === undefined ? undefined : Number(values.mb) }),
  cli: async () => (await import("./cli")).cli(),
  failover: async () =>
    (await import("./failover")).failover({
      rounds: values.rounds === undefined ? undefined : Number(values.rounds),
    }),
  "first-load": async () => (await import("./first-load")).firstLoad(),
  "hand-off": async () => (await import("./hand-off")).handOff(),
  import: async () => (await import("./import")).importing(),
  keys: async () => (await import("./keys")).keys(),
  lighthouse: async () => (await import("./lighthouse")).lighthouse(),
  lists: async () => (await import("./lists")).lists(),
  "metrics-page": async () => (await import("./metrics-page")).metricsPage({ formerDir: values.former }),
  pictures: async () => (await import("./pictures")).pictures(),
  provision: async () => (await import("./provision")).provision(),
  stats: async () => (await import("./stats")).stats({ formerDir: values.former }),
  up: async () => (await import("./up")).up({ formerDir: values.former }),
};

const name = positionals[0] ?? "";
const bench = BENCHES[name];
if (bench)
  try {
    console.log(JSON.stringify({ name, ...(await bench()) }));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
else {
  const names = Object.keys(BENCHES).join(", ");
  console.error(
    `usage: npm run bench -- NAME [--former DIR] [--mb N] [--rounds N], where NAME is one of: ${names}; DIR is a built`,
  );
  console.error(
    "checkout of a former Berth, which stats, metrics-page and up measure beside this one; N is how much data backup takes, or how many rounds of each fault failover has",
  );
  process.exitCode = 2;
}
