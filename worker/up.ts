import { runCommand } from "@/lib/runtime/command";
import { up } from "@/lib/runtime/up";

const startedAt = process.argv.find((argument) => argument.startsWith("--started-at-ms="))?.split("=")[1];

await runCommand((print) =>
  up(print, { demo: process.argv.includes("--demo"), startedAtMs: Number(startedAt) || Date.now() }),
);
