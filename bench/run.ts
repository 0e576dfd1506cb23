import { api } from "./api";
import { cli } from "./cli";
import { handOff } from "./hand-off";
import { provision } from "./provision";

/** What `npm run bench -- NAME` measures; each prints its table and answers its figures. */
const BENCHES: Record<string, () => Promise<Record<string, unknown>>> = {
  api,
  cli,
  "hand-off": handOff,
  provision,
};

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (bench) console.log(JSON.stringify({ name, ...(await bench()) }));
else {
  console.error(`usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(", ")}`);
  process.exitCode = 2;
}
