import type { Reply } from "../../core/console/resp";
import { encode, newReader } from "../../core/console/resp";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisConsole } from "../../ports/redis-console";
import { heldBy, type MemoryStore } from "./memory-keys";

const FLAGS: Readonly<Record<string, string[]>> = {
  ping: ["fast"],
  get: ["readonly", "fast"],
  set: ["write", "denyoom"],
  flushall: ["write"],
  flushdb: ["write"],
};

const ok: Reply = { type: "status", value: "OK" };

/** Knows PING, GET, SET and FLUSHALL. */
export function memoryConsole(store: MemoryStore, enter: (target: RedisTarget) => void): RedisConsole {
  return {
    run: async (target, { database, words, replyBytesMax, admit }) => {
      enter(target);
      const [name = "", key = "", value = ""] = words.map((word) => word.toString("latin1"));
      admit(FLAGS[name.toLowerCase()] ?? []);
      const held = heldBy(store, target.serviceName, database);
      const answer = (): Reply => {
        switch (name.toLowerCase()) {
          case "ping":
            return { type: "status", value: "PONG" };
          case "get": {
            const found = held.get(key);
            return found ? { type: "text", bytes: found.value } : { type: "nil" };
          }
          case "set":
            held.set(key, { value: Buffer.from(value, "latin1"), ttlMs: null });
            return ok;
          case "flushall":
          case "flushdb":
            held.clear();
            return ok;
          default:
            return { type: "error", value: `ERR unknown command '${name}'` };
        }
      };
      return { ...cut(answer(), replyBytesMax), ms: 0.1 };
    },
    listCommands: async (target) => {
      enter(target);
      return [
        { name: "GET", syntax: "GET key", summary: "Returns the string value of a key.", group: "string" },
      ];
    },
  };
}

/** As it would come over the wire. */
function cut(reply: Reply, keptBytesMax: number): { reply: Reply; wholeBytes: number } {
  if (reply.type !== "text") return { reply, wholeBytes: 5 };
  const [, ...rest] = encode([reply.bytes]).toString("latin1").split("\r\n");
  const bytes = Buffer.from(rest.join("\r\n"), "latin1");
  const [kept] = newReader({ keptBytesMax })(bytes);
  return { reply: kept ?? reply, wholeBytes: bytes.length };
}
