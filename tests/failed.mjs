// Prints what was left out for want of time, and every failed test of JSON reports of Vitest or Playwright with the beginning of its reason: the end of a long log says what failed.
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

/** What had not begun when the time of the run was over: its words stand in `tests/until.ts`. */
const isLeftOut = (words = "") => words.startsWith("left out:");

const leftOutOfVitest = ({ testResults }) =>
  testResults
    .filter(({ assertionResults }) => assertionResults.some(({ title }) => isLeftOut(title)))
    .map(({ name }) => name);

const leftOutOfPlaywright = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ tests }) =>
      tests.some(({ annotations }) => annotations.some(({ description }) => isLeftOut(description))),
    )
    .map(({ file, title }) => `${file}: ${title}`),
  ...suites.flatMap(leftOutOfPlaywright),
];

for (const path of process.argv.slice(2).filter(existsSync)) {
  const report = JSON.parse(readFileSync(path, "utf8"));
  const leftOut = report.stats ? leftOutOfPlaywright(report) : leftOutOfVitest(report);
  for (const title of leftOut) process.stdout.write(`left out, the time was over: ${title}\n`);
  const failed = report.stats ? ofPlaywright(report) : ofVitest(report);
  for (const { title, reason = "" } of failed) {
    const lines = stripVTControlCharacters(reason).split("\n").slice(0, LINES);
    process.stdout.write(
      `\nfailed: ${title}\n${lines.map((line) => `  ${line.slice(0, COLUMNS)}`).join("\n")}\n`,
    );
  }
}
