// Prints every failed test of JSON reports of Vitest or Playwright with the beginning of its reason: the end of a long log says what failed.
import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const LINES = 12;
const COLUMNS = 200;

const ofVitest = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === "failed");
    // A file can fail before or after its tests.
    if (failed.length === 0) return status === "failed" ? [{ title: name, reason: message }] : [];
    return failed.map(({ fullName, failureMessages }) => ({
      title: `${name}: ${fullName}`,
      reason: failureMessages.join("\n"),
    }));
  });

const ofPlaywright = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => ({
      title: `${file}: ${title}`,
      reason: tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? "")).join("\n"),
    })),
  ...suites.flatMap(ofPlaywright),
];

for (const path of process.argv.slice(2).filter(existsSync)) {
  const report = JSON.parse(readFileSync(path, "utf8"));
  const failed = report.stats ? ofPlaywright(report) : ofVitest(report);
  for (const { title, reason = "" } of failed) {
    const lines = stripVTControlCharacters(reason).split("\n").slice(0, LINES);
    process.stdout.write(
      `\nfailed: ${title}\n${lines.map((line) => `  ${line.slice(0, COLUMNS)}`).join("\n")}\n`,
    );
  }
}
