// Connections over TLS that stay: reads where to and how many from its first line, makes them, and answers each further line with how many
// of them still get a PONG, and with the certificate that a new one is shown.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { connect } from "node:tls";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { host, port, ca, servername, user, password, count } = JSON.parse((await lines.next()).value);

async function open() {
  const socket = connect({ host, port, ca, servername });
  socket.setTimeout(10_000, () => socket.destroy(new Error("silence")));
  try {
    await once(socket, "secureConnect");
    socket.on("error", () => {});
    socket.write(`AUTH ${user} ${password}\r\n`);
    const [said] = await once(socket, "data");
    if (!String(said).startsWith("+OK")) throw new Error(String(said));
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function isAlive(socket) {
  if (socket.destroyed) return false;
  socket.write("PING\r\n");
  const said = await Promise.race([once(socket, "data"), once(socket, "close")]);
  return String(said[0]).startsWith("+PONG");
}

async function report(sockets) {
  const alive = (await Promise.all(sockets.map(isAlive))).filter(Boolean).length;
  const fresh = await open();
  const { fingerprint } = fresh.getPeerCertificate();
  fresh.destroy();
  return { alive, fingerprint };
}

const answer = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
try {
  const sockets = await Promise.all(Array.from({ length: count }, open));
  for (;;) {
    answer(await report(sockets));
    if ((await lines.next()).done) break;
  }
} catch (error) {
  answer({ error: error.message || error.code });
}
process.exit(0);
