// Says what becomes of a TLS connection on which a command of HAProxy is sent; reads where and with what from its input.
import { text } from "node:stream/consumers";
import { connect } from "node:tls";

const { host, port, ca, cert, key } = JSON.parse(await text(process.stdin));
const socket = connect({
  host,
  port,
  ca,
  cert,
  key,
  maxVersion: "TLSv1.2",
  checkServerIdentity: () => undefined,
});
let said = "";
const end = (word) => {
  process.stdout.write(word);
  process.exit(0);
};
socket.setTimeout(4_000, () => end("silence"));
socket.once("secureConnect", () => socket.write("show version\n"));
socket.on("data", (data) => {
  said += data;
});
socket.once("error", (error) => end(`refused: ${error.code ?? error.message}`));
socket.once("close", () => end(said.trim() === "" ? "refused: closed" : `answered: ${said.trim()}`));
