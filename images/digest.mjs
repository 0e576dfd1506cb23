// Prints the digest that a registry has under the reference now, as the engine behind the socket is told it; ends with 1 where none is told within 10 s.
import { request } from "node:http";

const [reference = "", socketPath] = process.argv.slice(2);
const path = `/distribution/${encodeURIComponent(reference)}/json`;
const ask = request({ socketPath, path, timeout: 10_000 }, async (answer) => {
  const text = (await answer.toArray()).join("");
  const digest = answer.statusCode === 200 && JSON.parse(text).Descriptor?.digest;
  if (digest) process.stdout.write(`${digest}\n`);
  process.exitCode = digest ? 0 : 1;
});
ask.on("timeout", () => ask.destroy());
ask.on("error", () => {
  process.exitCode = 1;
});
ask.end();
