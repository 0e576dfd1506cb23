import { type Rights, seesAllKeys } from "../../databases/rights";
import type { EngineVersion, Trial } from "../engine";
import { rulesOf } from "./roles";

/** In every user's reach and in nobody's business: what people want to know of a role. KEY stands for a key that it may use. */
const COMMANDS = [
  "GET KEY",
  "SET KEY value",
  "DEL KEY",
  "EXPIRE KEY 60",
  "HGETALL KEY",
  "HSET KEY field value",
  "LRANGE KEY 0 -1",
  "LPUSH KEY value",
  "BLPOP KEY 1",
  "SADD KEY value",
  "ZADD KEY 1 value",
  "XADD KEY * field value",
  "SCAN 0",
  "KEYS *",
  "SORT KEY",
  "PFCOUNT KEY",
  "GETEX KEY",
  "SUBSCRIBE news",
  "PUBLISH news text",
  "EVAL return 0",
  "FUNCTION LIST",
  "FLUSHDB",
  "INFO",
  "CONFIG GET save",
  "ACL LIST",
];

/** A key of the pattern: what stands for anything becomes a letter. */
const keyOf = (pattern: string): string =>
  pattern
    .replaceAll("*", "a")
    .replaceAll("?", "a")
    .replaceAll(/\[\^?(.)[^\]]*\]/g, "$1");

/** What is tried to tell what a user with these rights may do. */
export function previewOf(version: EngineVersion, rights: Rights): { rules: string[]; trials: Trial[] } {
  const key = rights.role === "custom" ? keyOf(rights.keyPatterns[0] ?? "*") : "a";
  const trials = COMMANDS.map((text) => ({
    words: text.split(" ").map((word) => (word === "KEY" ? key : word)),
    isBeyond: false,
  }));
  const beyond = seesAllKeys(rights) ? [] : [{ words: ["GET", BEYOND], isBeyond: true }];
  return { rules: rulesOf(version, rights), trials: [...trials, ...beyond] };
}

/** Named so that hardly a pattern but the one for everything matches it. */
const BEYOND = "\u00a0another-key";
