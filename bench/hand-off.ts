import { MIB } from "../lib/core/units";
import { median, table } from "./figures";
import { type Build, findFormer, startBuild } from "./hand-off/builds";
import type { Round } from "./hand-off/side";

const ROUNDS = 7;
const CRASHES = 5;
/** Large data whose hand-over is looked at, and a small plan whose copy is. */
const LARGE = { app: "bench-large", bytes: 500 * MIB, plans: ["2g", "1g"] } as const;
const SMALL = { app: "bench-small", bytes: 150 * MIB, plans: ["512m", "256m"] } as const;
const CRASH = { app: "bench-crash", planId: "256m", bytes: MIB };
const COPIES = 4;

type Named = { name: "berth" | "former"; build: Build };
type Sample = Round & { name: Named["name"]; rawMs: number | null };
type Samples = { large: Sample[]; small: Sample[]; crashes: { name: Named["name"]; eagerMs: number }[] };

/**
 * How long clients that write all the time wait for an acknowledged write while Berth changes the plan, what a copy costs them, and
 * how long they wait when a node is killed: this build and, with `--former DIR` or FORMER=REF, a former one, turn by turn.
 */
export async function handOff(): Promise<Record<string, unknown>> {
  const former = await findFormer(process.argv.slice(3));
  const builds: Named[] = [];
  try {
    builds.push({ name: "berth", build: await startBuild(process.cwd()) });
    if (former) builds.push({ name: "former", build: await startBuild(former.dir) });
    return print({
      large: await changes(builds, { ...LARGE, rounds: ROUNDS, hasRaw: true }),
      small: await changes(builds, { ...SMALL, rounds: COPIES, hasRaw: false }),
      crashes: await crashes(builds),
    });
  } finally {
    for (const { build } of builds) await build.end();
    await former?.remove();
  }
}

type Changes = {
  app: string;
  bytes: number;
  plans: readonly [string, string];
  rounds: number;
  hasRaw: boolean;
};

/** From the second plan to the first and back, with another connection limit each time; the builds take turns. */
async function changes(builds: readonly Named[], input: Changes): Promise<Sample[]> {
  const { app, bytes, plans, rounds, hasRaw } = input;
  const sides = [];
  for (const { name, build } of builds)
    sides.push({ name, build, key: await build.ask("prepare", { app, planId: plans[1], bytes }) });
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round++)
    for (const { name, build, key } of sides) {
      const planId = plans[round % plans.length] ?? plans[0];
      const sample = await build.ask("change", { ...key, planId });
      const isRaw = hasRaw && name === "berth";
      const rawMs = isRaw ? (await build.ask("updateStopFirst", key)).eagerMs : null;
      samples.push({ ...sample, name, rawMs });
    }
  for (const { build, key } of sides) await build.ask("remove", key);
  return samples;
}

async function crashes(builds: readonly Named[]): Promise<Samples["crashes"]> {
  const sides = [];
  for (const { name, build } of builds) sides.push({ name, build, key: await build.ask("prepare", CRASH) });
  const samples = [];
  for (let round = 0; round < CRASHES; round++)
    for (const { name, build, key } of sides)
      samples.push({ name, eagerMs: (await build.ask("crash", key)).eagerMs });
  return samples;
}

/** Median of what there is, to a tenth; null when nothing was measured. */
function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.round(median(known) * 10) / 10 : null;
}

function print({ large, small, crashes }: Samples): Record<string, unknown> {
  const of = <T extends { name: Named["name"] }>(samples: readonly T[], name: Named["name"]) =>
    samples.filter((sample) => sample.name === name);
  const ms = (value: number | null) => (value === null ? "" : value.toFixed(1));
  console.log(
    table([
      [
        "change",
        "eager ms",
        "default client ms",
        "writes held ms",
        "copy p99 ms",
        "reconnects",
        "lost",
        "raw ms",
      ],
      ...[...large, ...small].map((sample) => [
        `${sample.name}, ${large.includes(sample) ? "500" : "150"} MB`,
        ms(sample.eagerMs),
        ms(sample.ordinaryMs),
        ms(sample.heldMs),
        ms(sample.copyP99Ms),
        sample.reconnects,
        sample.lost,
        ms(sample.rawMs),
      ]),
    ]),
  );
  console.log(table([["killed", "ms"], ...crashes.map(({ name, eagerMs }) => [name, ms(eagerMs)])]));
  const figures = (name: Named["name"]) => ({
    eager: middle(of(large, name).map(({ eagerMs }) => eagerMs)),
    defaultClient: middle(of(large, name).map(({ ordinaryMs }) => ordinaryMs)),
    reconnects: middle(of(large, name).map(({ reconnects }) => reconnects)),
    copyP99Ms: middle(of(small, name).map(({ copyP99Ms }) => copyP99Ms)),
    crashMs: middle(of(crashes, name).map(({ eagerMs }) => eagerMs)),
  });
  const [ours, theirs] = [figures("berth"), figures("former")];
  return {
    berth: ours.eager,
    former: theirs.eager,
    ratio:
      ours.eager !== null && theirs.eager !== null
        ? Math.round((ours.eager / theirs.eager) * 100) / 100
        : null,
    raw: middle(large.map(({ rawMs }) => rawMs)),
    defaultClient: ours.defaultClient,
    formerDefaultClient: theirs.defaultClient,
    reconnects: ours.reconnects,
    formerReconnects: theirs.reconnects,
    lost: [...of(large, "berth"), ...of(small, "berth")].reduce((sum, { lost }) => sum + lost, 0),
    heldMs: middle(of(large, "berth").map(({ heldMs }) => heldMs)),
    copyP99Ms: ours.copyP99Ms,
    formerCopyP99Ms: theirs.copyP99Ms,
    crashMs: ours.crashMs,
    formerCrashMs: theirs.crashMs,
    unit: "ms",
  };
}
