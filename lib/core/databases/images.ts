import type { RedisVersion } from "./versions";

/** The local image of each version, made by `images/build`. */
export const REDIS_IMAGES: Readonly<Record<RedisVersion, string>> = {
  "6.0.16": "berth-redis:6.0.16",
  "7.0.15": "berth-redis:7.0.15",
  "8.0.2": "berth-redis:8.0.2",
};

/** The local image of gateways and link: HAProxy 3.1 or later, which sends nobody to a server that no check has passed yet. */
export const HAPROXY_IMAGE = "berth-haproxy:2";

/** The small web app of `bin/up --demo`; it listens on port 8080 and reads `REDIS_URL`. */
export const DEMO_IMAGE = "berth-demo:1";

/** The user of Redis in its images, official or built here. */
export const REDIS_UID = 999;

/** The user of HAProxy in its images, official or built here. */
export const HAPROXY_UID = 99;
