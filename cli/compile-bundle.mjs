import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { compiledPath, run } from "./run-bundle.mjs";

// Keeps the compiled form of a bundle once it has run in vain: with the functions that a usual command needs.
const file = resolve(process.argv[2] ?? "");
process.argv = [process.execPath, "berth", "--app", "none", "addons"];
const script = run(file);
process.once("exit", () => writeFileSync(compiledPath(file), script.createCachedData()));
