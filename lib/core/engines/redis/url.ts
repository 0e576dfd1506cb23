import type { Address } from "../engine";
import { REDIS_PORT } from "./port";

/** An address of a database with user and password: the gateway's own unless another is named. */
export function urlOf({
  resourceId,
  password,
  isTls,
  host = resourceId,
  port = REDIS_PORT,
}: Address): string {
  const place = host.includes(":") ? `[${host}]` : host;
  return `${isTls ? "rediss" : "redis"}://${resourceId}:${encodeURIComponent(password)}@${place}:${port}/0`;
}
