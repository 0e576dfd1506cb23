import { TestRunner, test } from "vitest";
import { isTimeOver, LEFT_OUT } from "./until";

/** A file on the real engine takes minutes. */
const ENGINE_SECONDS = 120;
const secondsOf = (path: string): number => (/tests\/engine\//.test(path) ? ENGINE_SECONDS : 0);

/** Leaves out every file that comes up when the time of the run is over, or is not enough: it is told as skipped, never as passed. */
export default class InTime extends TestRunner {
  override importFile(path: string, source: "collect" | "setup"): unknown {
    if (source === "collect" && isTimeOver(secondsOf(path))) return test.skip(LEFT_OUT, () => {});
    return super.importFile(path, source);
  }
}
