import { measureAddonsTab } from "./addons-tab";
import type { Administrator } from "./administrator";
import { measureClicks } from "./click-to-pong";
import { median, percentile, table } from "./figures";
import { FIRST_LOAD_KB_MAX, measureFirstLoad } from "./first-load";
import { withManyRecords } from "./many-records";
import { withAdministrator } from "./own-berth";

/** At most this much of what is measured; from the issue that asked for it. */
const TARGETS = { ratio: 1.5, addonsTabP95Ms: 60 };

/**
 * From the click on "Add" to PONG through the gateway, against two raw `createService` of the same services; then how fast the
 * Addons tab answers with many records, and how much JavaScript it loads.
 */
export const provision = (): Promise<Record<string, unknown>> => withAdministrator(measure);

async function measure(administrator: Administrator): Promise<Record<string, unknown>> {
  const { berth: clicks, raw, steps } = await measureClicks(administrator);
  const { addonsTab, firstLoadBytes } = await withManyRecords(administrator.berth, async () => ({
    addonsTab: await measureAddonsTab(administrator),
    firstLoadBytes: await measureFirstLoad(administrator),
  }));
  const figures = {
    berth: Math.round(median(clicks)),
    raw: Math.round(median(raw)),
    ratio: Number((median(clicks) / median(raw)).toFixed(2)),
    unit: "ms",
    addonsTabP50Ms: Math.round(percentile(addonsTab, 0.5)),
    addonsTabP95Ms: Math.round(percentile(addonsTab, 0.95)),
    firstLoadKb: Math.round(firstLoadBytes / 1_000),
  };
  const all = (values: number[]) => values.map((value) => Math.round(value)).join(" ");
  console.log(
    table([
      ["what", "measured", "target"],
      ["click to PONG, median", `${figures.berth} ms`, ""],
      ["raw createService to PONG, median", `${figures.raw} ms`, ""],
      ["ratio", figures.ratio, `<= ${TARGETS.ratio}`],
      ["Addons tab, p50", `${figures.addonsTabP50Ms} ms`, ""],
      ["Addons tab, p95", `${figures.addonsTabP95Ms} ms`, `<= ${TARGETS.addonsTabP95Ms} ms`],
      ["first-load JavaScript, compressed", `${figures.firstLoadKb} kB`, `<= ${FIRST_LOAD_KB_MAX} kB`],
    ]),
  );
  console.log(`\nclicks: ${all(clicks)}\nraw:    ${all(raw)}\n\nwhere Berth's time goes, medians:`);
  console.log(table(Object.entries(steps).map(([step, ms]) => [step, `${Math.round(median(ms))} ms`])));
  return figures;
}
