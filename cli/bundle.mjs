import { build } from "esbuild";

/** zod brings its messages in 50 languages along, and a command takes 30 ms longer to start with them. */
const englishOnly = {
  name: "english-only",
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    })),
};

// One file (at the path given, else in dist) that needs no packages beside it; what ssh2 could use of native code it does without.
await build({
  entryPoints: ["cli/index.ts"],
  outfile: process.argv[2] ?? "dist/berth.mjs",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "esm",
  external: ["cpu-features", "*.node"],
  banner: {
    js: 'import { createRequire as newRequire } from "node:module"; const require = newRequire(import.meta.url), __dirname = import.meta.dirname;',
  },
  plugins: [englishOnly],
});
