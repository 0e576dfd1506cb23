import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Provided } from "./requests";
import type { Watch } from "./watch";

const PART = 500;

/** Reads back what was acknowledged and notes as lost what is not there. */
export async function countMissing(database: Provided, watch: Watch): Promise<void> {
  const { acknowledgedKeys, acknowledgedCount, figures, firstOf, isUndone } = watch;
  const count = acknowledgedCount();
  const keys = acknowledgedKeys();
  const [counter = "", ...values] = await readKeys(database, [count.key, ...keys.map(({ key }) => key)]);
  figures[count.phase].lost += Math.max(0, count.counted - Number(counter));
  for (const [place, { value, phase }] of keys.entries()) {
    if (values[place] === String(value)) continue;
    figures[phase].lost += 1;
    if (isUndone(value)) firstOf.set("undone", `job ${value} was pushed and never done`);
  }
}

/** The values, in the order of the keys; empty for one that is not there. */
async function readKeys({ host, password, container }: Provided, keys: readonly string[]): Promise<string[]> {
  const args = ["exec", "--interactive", "--env", "REDISCLI_AUTH", container, "redis-cli", "-h", host];
  const child = spawn("docker", args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, REDISCLI_AUTH: password },
  });
  const ended = once(child, "exit");
  for (let from = 0; from < keys.length; from += PART)
    child.stdin.write(`MGET ${keys.slice(from, from + PART).join(" ")}\n`);
  child.stdin.end();
  const values: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) values.push(line);
  await ended;
  if (values.length !== keys.length)
    throw new Error(`${values.length} of ${keys.length} keys were read: ${values[0]}`);
  return values;
}
