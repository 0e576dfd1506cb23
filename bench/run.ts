/** What `npm run bench -- NAME` measures; each prints its table and answers its figures. */
const BENCHES: Record<string, () => Promise<Record<string, unknown>>> = {
  api: async () => (await import("./api")).api(),
  cli: async () => (await import("./cli")).cli(),
  "hand-off": async () => (await import("./hand-off")).handOff(),
  provision: async () => (await import("./provision")).provision(),
  stats: async () => (await import("./stats")).stats(),
};

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (bench) console.log(JSON.stringify({ name, ...(await bench()) }));
else {
  console.error(`usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(", ")}`);
  process.exitCode = 2;
}

// Makes this file a module, which alone may wait at its top.
export {};
