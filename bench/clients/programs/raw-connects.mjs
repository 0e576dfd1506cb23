// The protocol itself, without a library, with a connection for each request: nothing is repeated and nothing is hidden.
import { createConnection } from "node:net";
import { host, loop, password, port } from "./loop.mjs";

/** One whole reply at the start of the text, or null while some of it is missing. */
function parse(text) {
  const end = text.indexOf("\r\n");
  if (end < 0) return null;
  const line = text.slice(1, end);
  if (text[0] === "-") throw new Error(line);
  if (text[0] !== "$") return line;
  if (line === "-1") return "nil";
  const from = end + 2;
  return text.length < from + Number(line) + 2 ? null : text.slice(from, from + Number(line));
}

/** Sends one command and waits for its reply. */
const send = (socket, ...words) =>
  new Promise((resolve, reject) => {
    let text = "";
    const settle = (action) => {
      socket.removeAllListeners();
      socket.on("error", () => {});
      action();
    };
    socket.on("data", (data) => {
      text += data;
      try {
        const reply = parse(text);
        if (reply !== null) settle(() => resolve(reply));
      } catch (error) {
        settle(() => reject(error));
      }
    });
    socket.on("error", (error) => settle(() => reject(error)));
    socket.on("close", () => settle(() => reject(new Error("connection closed without an answer"))));
    const parts = words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`);
    socket.write(`*${words.length}\r\n${parts.join("")}`);
  });

async function request(work) {
  const socket = createConnection({ host, port, noDelay: true });
  try {
    await send(socket, "AUTH", password);
    await work({
      set: (key, value) => send(socket, "SET", key, value),
      incr: (key) => send(socket, "INCR", key),
      get: (key) => send(socket, "GET", key),
    });
  } finally {
    socket.destroy();
  }
}

await loop({ request, pauseMs: 10 });
