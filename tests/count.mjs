// Prints "<passed> <failed>" of a JSON report of Vitest or Playwright; "0 1" when the report cannot be read.
import { readFileSync } from "node:fs";

function count(report) {
  if (report.stats) return [report.stats.expected + report.stats.flaky, report.stats.unexpected];
  return [report.numPassedTests, report.numFailedTests];
}

let counts = [0, 1];
try {
  counts = count(JSON.parse(readFileSync(process.argv[2], "utf8")));
} catch {
  // No report: the suite broke before its first test.
}
process.stdout.write(`${counts.join(" ")}\n`);
