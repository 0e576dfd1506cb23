import { admin } from "@/lib/runtime/admin";
import { runCommand } from "@/lib/runtime/command";

await runCommand((print) => admin(print, process.argv.slice(2)));
