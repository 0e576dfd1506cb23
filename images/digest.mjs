// Prints the digest that a registry has under the reference now, as the engine behind the socket is told it; ends with 1, and says why on one line,
// where none is told within 10 s.
import { request } from "node:http";

const TIMEOUT_MS = 10_000;
const [reference = "", socketPath] = process.argv.slice(2);
const path = `/distribution/${encodeURIComponent(reference)}/json`;

function fail(reason) {
  process.stdout.write(`${reason.replace(/\s+/g, " ").trim()}\n`);
  process.exitCode = 1;
}

/** What the engine answers: a descriptor, or a message. */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const ask = request({ socketPath, path, timeout: TIMEOUT_MS }, async (answer) => {
  const { Descriptor: descriptor, message } = read((await answer.toArray()).join(""));
  if (answer.statusCode === 200 && descriptor?.digest) process.stdout.write(`${descriptor.digest}\n`);
  else fail(message || `The engine answered ${answer.statusCode}.`);
});
ask.on("timeout", () => ask.destroy(new Error(`The registry did not answer within ${TIMEOUT_MS / 1000} s.`)));
ask.on("error", ({ message }) => fail(message));
ask.end();
