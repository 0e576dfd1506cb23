import { runCommand } from "@/lib/runtime/command";
import { start, startPostgresAgain } from "@/lib/runtime/start";

const startedAt = process.argv.find((argument) => argument.startsWith("--started-at-ms="))?.split("=")[1];

await runCommand((print) =>
  process.argv.includes("--postgres")
    ? startPostgresAgain()
    : start(print, { demo: process.argv.includes("--demo"), startedAtMs: Number(startedAt) || Date.now() }),
);
