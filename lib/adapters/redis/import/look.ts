import { serverOf } from "../../../core/engines/replication";
import type { SourceAddress } from "../../../core/imports/source";
import { MIB } from "../../../core/units";
import type { SourceLook } from "../../../ports/redis-import";
import { fieldsOf, parseKeyspace } from "../info";
import { bytesOf, listOf, numberOf, wordOf } from "../keys/ask";
import { askAll, type End } from "./ask";

/** More databases than this a server has only when somebody asked for it. */
const DATABASES_TRIED = 16;
const SAMPLE = 1_000;
/** A larger one is not read for its format. */
const DUMP_BYTES_MAX = 16 * MIB;
/** A name that no key has: what is refused for it is refused for all. */
const NO_KEY = Buffer.from("berth:import:probe");
const OPTIONAL = ["DUMP", "MEMORY"] as const;

const isRefusal = (answer: unknown): answer is Error => answer instanceof Error;
/** What an error says of the command: one that is not known is as good as one that is refused. */
const isRefused = (answer: unknown): boolean =>
  isRefusal(answer) && /^NOPERM|unknown (sub)?command|NOAUTH/i.test(answer.message);

/** Every fact that is to be had with the rights of the source's user. Nothing is written. */
export async function lookAt(end: End, { database }: SourceAddress): Promise<SourceLook> {
  const [info] = await askAll(end, [["INFO", "everything"]]);
  const fields = Buffer.isBuffer(info) ? fieldsOf(info.toString()) : null;
  const { counts: all, isSelectRefused } =
    Buffer.isBuffer(info) && fields
      ? { counts: parseKeyspace(info.toString()).keysByDatabase, isSelectRefused: false }
      : await countEach(end);
  const keysByDatabase =
    database === null ? all : all[database] === undefined ? {} : { [database]: all[database] };
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, keys) => total + keys, 0);
  const first = Object.keys(keysByDatabase)[0];
  if (first !== undefined && Number(first) !== 0) await askAll(end, [["SELECT", Number(first)]]);
  const sampled = await sample(end);
  return {
    name: fields && serverOf(fields).name,
    server: fields && serverOf(fields),
    role: fields && roleOf(fields),
    usedMemoryBytes: fields?.used_memory === undefined ? null : Number(fields.used_memory),
    keysByDatabase,
    share: sum(all) === 0 ? 1 : sum(keysByDatabase) / sum(all),
    isCluster: fields?.cluster_enabled === "1",
    modules: Buffer.isBuffer(info) ? modulesOf(info.toString()) : [],
    ...sampled,
    refusedCommands: [...sampled.refusedCommands, ...(isSelectRefused ? ["SELECT"] : [])].sort(),
  };
}

const roleOf = ({ role }: Record<string, string>): SourceLook["role"] =>
  role === "master" || role === "slave" ? role : null;

/** Lines such as `module:name=ReJSON,ver=20808,…`, of which there are several of one name. */
const modulesOf = (info: string): string[] =>
  [...info.matchAll(/^module:name=([^,\r\n]+)/gm)].flatMap(([, name]) => name ?? []).sort();

/** Where INFO is refused: each database is asked, until there is no further one, or none besides the first may be chosen. */
async function countEach(end: End) {
  const counts: Record<string, number> = {};
  let isSelectRefused = false;
  for (let number = 0; number < DATABASES_TRIED; number++) {
    const [selected] = number === 0 ? [null] : await askAll(end, [["SELECT", number]]);
    isSelectRefused = isRefused(selected);
    if (isRefusal(selected)) break;
    const [size] = await askAll(end, [["DBSIZE"]]);
    if (isRefusal(size)) break;
    if (numberOf(size) > 0) counts[number] = numberOf(size);
  }
  await askAll(end, [["SELECT", 0]]);
  return { counts, isSelectRefused };
}

/** The first keys of the database that is selected, and what may be asked of them. */
async function sample(end: End) {
  const [scanned] = await askAll(end, [["SCAN", 0, "COUNT", SAMPLE]]);
  const keys = isRefusal(scanned) ? [] : listOf(listOf(scanned)[1]).map(bytesOf);
  const key = keys[0] ?? NO_KEY;
  const [type, ttl, memory] = await askAll(end, [
    ["TYPE", key],
    ["PTTL", key],
    ["MEMORY", "USAGE", key],
  ]);
  const isLarge = typeof memory === "number" && memory > DUMP_BYTES_MAX;
  const [dump] = await askAll(end, [["DUMP", isLarge ? NO_KEY : key]]);
  const refused = { SCAN: scanned, TYPE: type, PTTL: ttl, DUMP: dump, MEMORY: memory };
  const refusedCommands = Object.entries(refused)
    .filter(([name, answer]) =>
      OPTIONAL.some((one) => one === name) ? isRefusal(answer) : isRefused(answer),
    )
    .map(([name]) => name)
    .sort();
  const types = isRefused(type)
    ? []
    : await askAll(
        end,
        keys.map((each) => ["TYPE", each]),
      );
  const names = types.filter((each) => !isRefusal(each)).map(wordOf);
  return {
    refusedCommands,
    types: [...new Set(names)].filter((name) => name !== "none").sort(),
    dataFormat: Buffer.isBuffer(dump) ? formatOf(dump) : null,
  };
}

/** DUMP ends with two bytes of the format and eight of a checksum. https://redis.io/docs/latest/commands/dump/ */
const formatOf = (dump: Buffer): number => dump.readUInt16LE(dump.length - 10);

/** Names the life of a server; null where it does not say. */
export async function runOf(end: End): Promise<string | null> {
  const [answer] = await askAll(end, [["INFO", "server"]]);
  return isRefusal(answer) ? null : (fieldsOf(bytesOf(answer).toString()).run_id ?? null);
}
