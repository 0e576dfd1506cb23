import { Client } from "pg";
import { z } from "zod";
import { CONNECT_TIMEOUT_MS, query } from "../client";

/** What stands at the beginning of a copy: everything that its rows need, and what its maker says of itself. */
export const RecordsHeader = z.object({
  format: z.literal(1),
  /** Migrations that the tables are made by. */
  migrations: z.array(z.string()),
  /** Tables by name, the partitions of others among them. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  partitions: z.array(z.object({ name: z.string(), parent: z.string(), bounds: z.string() })),
  sequences: z.array(z.object({ name: z.string(), last: z.string().nullable() })),
  about: z.unknown(),
});
export type RecordsHeader = z.infer<typeof RecordsHeader>;

/** What a table had: its rows, and the hash of them as they were written. */
export const TableFigures = z.object({ rows: z.number(), sha256: z.string() });
export type TableFigures = z.infer<typeof TableFigures>;

/** What stands at the end of a copy. */
export const RecordsTrailer = z.object({ tables: z.record(z.string(), TableFigures) });

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A heading that PostgreSQL's own tools read, too. */
export const copyHeading = ({ name, columns }: { name: string; columns: readonly string[] }): string =>
  `COPY ${quoted(name)} (${columns.map(quoted).join(", ")}) FROM stdin;`;

/** The same value is the same text in every session, and rows come in the order in which they lie. */
const SAME_TEXT = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1;
  SET bytea_output = 'hex'; SET client_encoding = 'UTF8'; SET synchronize_seqscans = off; SET statement_timeout = 0`;

/** A session of its own, which ends with `work`. @throws DomainError `unavailable` when PostgreSQL does not answer. */
export function withRecordsSession<T>(
  connectionString: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return query(async () => {
    const client = newRecordsClient(connectionString);
    try {
      await client.connect();
      await client.query(SAME_TEXT);
      return await work(client);
    } finally {
      await client.end();
    }
  });
}

const newRecordsClient = (connectionString: string): Client =>
  new Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true })
    // One that breaks fails what is asked of it; unheard, it would end the process.
    .on("error", () => {});
