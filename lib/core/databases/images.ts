/** The local image of gateways and link: HAProxy 3.1 or later, which sends nobody to a server that no check has passed yet. */
export const HAPROXY_IMAGE = "berth-haproxy:2";

/** The small web app of `bin/up --demo`; it listens on port 8080 and reads `REDIS_URL`. */
export const DEMO_IMAGE = "berth-demo:1";

/** The user of HAProxy in its images, official or built here. */
export const HAPROXY_UID = 99;
