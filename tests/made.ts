import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** Notes what a test makes outside of its temporary folder, so that the end of `bin/test` can see whether it went. Answers the name. */
export function noteMade(kind: "instance" | "netns", name: string): string {
  const run = process.env.BERTH_TEST_RUN;
  if (run) appendFileSync(join(run, "made"), `${kind} ${name}\n`);
  return name;
}
