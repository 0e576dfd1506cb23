import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { compiledPath } from "./run-bundle.mjs";

/** zod brings its messages in 50 languages along, and a command takes 30 ms longer to start with them. */
const englishOnly = {
  name: "english-only",
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    })),
};

/** Nothing listens there. */
const NOBODY = "http://127.0.0.1:1";

const outfile = process.argv[2] ?? "dist/berth.cjs";
// V8 knows a compiled form by the length of its source alone: an old one must not outlive it.
rmSync(compiledPath(outfile), { force: true });
// One file (at the path given, else in dist) that needs no packages beside it; what ssh2 could use of native code it does without.
await build({
  entryPoints: ["cli/index.ts"],
  outfile,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["cpu-features", "*.node"],
  plugins: [englishOnly],
});
spawnSync(process.execPath, ["cli/compile-bundle.mjs", outfile], {
  stdio: "ignore",
  env: { BERTH_URL: NOBODY, BERTH_API_TOKEN: "none", HOME: "/nonexistent" },
});
if (!existsSync(compiledPath(outfile))) throw new Error(`${outfile} does not run`);
