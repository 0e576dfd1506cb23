import { DEMO_IMAGE } from "../../lib/core/databases/images";

export const CLIENTS_IMAGE = "berth-clients:1";

/** Exact versions, each under the name by which a program loads it. */
export const PACKAGES: Readonly<Record<string, string>> = {
  ioredis: "ioredis@6.0.0",
  ioredis5: "ioredis@5.11.1",
  iovalkey: "iovalkey@0.4.0",
  redis: "redis@5.12.1",
  bullmq: "bullmq@5.81.5",
};

/** A program of `programs/`. Without an image it runs in Node, with this machine's files. "Anew": connects for each request. */
export type Client = {
  name: string;
  words: readonly string[];
  image: string | null;
  /** What its library says when it has given up for good by a fault of its own, of which no server knows. */
  givesUpWith?: RegExp;
};

const inNode = (name: string, ...words: string[]): Client => ({ name, words, image: null });
const inImage = (name: string, ...words: string[]): Client => ({ name, words, image: CLIENTS_IMAGE });

/** Needs no image but Berth's own, and is what the integration test runs. */
export const SHORT_CLIENTS: readonly Client[] = [
  inNode("ioredis 6", "ioredis.mjs", "ioredis"),
  inNode("ioredis 5", "ioredis.mjs", "ioredis5"),
  inNode("node-redis 5", "node-redis.mjs"),
  inNode("raw protocol, anew", "raw-connects.mjs"),
  inNode("ioredis 6, anew", "ioredis-connects.mjs"),
  { ...inImage("redis-cli, anew", "sh", "redis-cli.sh"), image: DEMO_IMAGE },
];

export const ALL_CLIENTS: readonly Client[] = [
  ...SHORT_CLIENTS,
  inNode("iovalkey", "ioredis.mjs", "iovalkey"),
  inNode("BullMQ 5", "bullmq.mjs"),
  inImage("redis-py", "python3", "loop.py", "stays"),
  inImage("redis-py, retrying", "python3", "loop.py", "retries"),
  inImage("redis-py, anew", "python3", "loop.py", "connects"),
  // `findings/phpredis-closed-between-send-and-read.sh`
  { ...inImage("phpredis", "php", "phpredis.php", "stays"), givesUpWith: /^Connection lost$/ },
  inImage("phpredis, anew", "php", "phpredis.php", "connects"),
  inImage("redis (Ruby)", "ruby", "loop.rb", "stays"),
  inImage("redis (Ruby), retrying", "ruby", "loop.rb", "retries"),
  inImage("Sidekiq", "ruby", "sidekiq.rb"),
  inImage("Redis (Perl)", "perl", "loop.pl"),
];
