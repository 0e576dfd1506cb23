import { linesOf } from "../catalog/default";
import type { Engine } from "../engine";
import { engineName } from "../names";
import { ownUserRules, passwordRules, usersAcl } from "./acl";
import { DATABASES, IDLE_TIMEOUT_SECONDS, maxClients, redisConf } from "./conf";
import { REDIS_PORT } from "./port";
import { previewOf } from "./preview";
import { urlOf } from "./url";

/** An engine that speaks Redis' protocol and reads its files: what is its own are names and the table of its lines. */
export const redisLike = (
  own: Pick<Engine, "provider" | "name" | "label" | "lines" | "serverCommand">,
): Engine => ({
  ...own,
  port: REDIS_PORT,
  databases: DATABASES,
  uid: 999,
  idleTimeoutSeconds: IDLE_TIMEOUT_SECONDS,
  maxClients,
  nodeConf: redisConf,
  usersAcl,
  ownUserRules,
  passwordRules,
  preview: previewOf,
  connectionUrl: urlOf,
});

/** Redis as an engine: its versions, files, users and commands. */
export const REDIS = redisLike({
  provider: "redis",
  name: engineName("redis"),
  label: "Redis® OSS",
  lines: linesOf("redis"),
  serverCommand: "redis-server",
});
