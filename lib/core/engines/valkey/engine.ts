import { linesOf } from "../catalog/default";
import { engineName } from "../names";
import { redisLike } from "../redis/engine";

/** Valkey, which speaks Redis' protocol: its clients are those of Redis, and its address begins with `redis://`. https://valkey.io */
export const VALKEY = redisLike({
  provider: "valkey",
  name: engineName("valkey"),
  label: "Valkey",
  lines: linesOf("valkey"),
  serverCommand: "valkey-server",
});
