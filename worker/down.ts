import { runCommand } from "@/lib/runtime/command";
import { down } from "@/lib/runtime/down";

await runCommand((print) => down(print, { isPurge: process.argv.includes("--purge") }));
