import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Client, DatabaseError } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { z } from "zod";
import { DomainError } from "../../core/errors";
import { parseJson } from "../../core/json";
import { type LineReader, lineReader } from "../../core/records/lines";
import { migrateDatabase } from "../migrate";
import { measureTable } from "./copy-out";
import { copyHeading, quoted, RecordsHeader, RecordsTrailer, withRecordsSession } from "./session";

/** What was loaded, and what its maker said of itself. */
export type LoadedRecords = { about: unknown; tables: number; rows: number };

/** Only such bounds, which PostgreSQL itself wrote, are repeated to it. */
const BOUNDS = /^FOR VALUES FROM \('[\d :.+-]+'\) TO \('[\d :.+-]+'\)$/;

const spoilt = (why: string, cause?: unknown) =>
  new DomainError("invalid", "records_spoilt", `The copy of the records is spoilt: ${why}`, { cause });

/**
 * Loads a copy of records into an empty database, made as it was when the copy was taken, and compares every table with what it had.
 * @throws DomainError `invalid` reason `records_spoilt`; `conflict` reason `records_newer` for one of a later Berth; what `content` throws.
 */
export async function loadRecords(
  connectionString: string,
  { content, prismaDir }: { content: AsyncIterable<Uint8Array>; prismaDir: string },
): Promise<LoadedRecords> {
  const reader = lineReader(content, () => spoilt("it was cut short."));
  try {
    const header = parse(RecordsHeader, await reader.line(), "its beginning");
    await migrateDatabase(connectionString, prismaDir, header.migrations);
    return await withRecordsSession(connectionString, (client) => fill(client, header, reader));
  } catch (error) {
    if (error instanceof DatabaseError) throw spoilt(`PostgreSQL refuses it (${error.message}).`, error);
    throw error;
  } finally {
    await reader.close();
  }
}

function parse<T>(schema: z.ZodType<T>, text: string | null, what: string): T {
  const parsed = schema.safeParse(parseJson(text ?? ""));
  if (parsed.success) return parsed.data;
  throw spoilt(`${what} is none of a copy of records.`, parsed.error);
}

async function fill(client: Client, header: RecordsHeader, reader: LineReader): Promise<LoadedRecords> {
  // Rows come by table, not in the order in which they point at each other; what they were copied from had them whole.
  await client.query("SET session_replication_role = replica");
  for (const { name, parent, bounds } of header.partitions) {
    if (!BOUNDS.test(bounds)) throw spoilt("the bounds of a table in it are not understood.");
    await client.query(`CREATE TABLE ${quoted(name)} PARTITION OF ${quoted(parent)} ${bounds}`);
  }
  const names = header.tables.map(({ name }) => quoted(name)).join(", ");
  await client.query(`TRUNCATE ${names}`);
  for (const table of header.tables) {
    if ((await reader.line()) !== copyHeading(table))
      throw spoilt(`the table ${table.name} is not in its place.`);
    const rows = Readable.from(reader.rows(), { objectMode: false });
    await pipeline(rows, client.query(copyFrom(copyHeading(table))));
  }
  const { tables } = parse(RecordsTrailer, await reader.line(), "its end");
  // The checksum of the whole stands behind it.
  if ((await reader.line()) !== null) throw spoilt("something follows its end.");
  for (const { name, last } of header.sequences)
    if (last !== null) await client.query("SELECT setval($1::regclass, $2::bigint)", [quoted(name), last]);
  let rows = 0;
  for (const { name } of header.tables) {
    const found = await measureTable(client, name);
    if (found.rows !== tables[name]?.rows || found.sha256 !== tables[name]?.sha256)
      throw spoilt(
        `the table ${name} has ${found.rows} rows in place of ${tables[name]?.rows ?? "none"}, or others.`,
      );
    rows += found.rows;
  }
  return { about: header.about, tables: header.tables.length, rows };
}
