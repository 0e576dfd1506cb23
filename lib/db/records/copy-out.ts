import { createHash } from "node:crypto";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { END_OF_TABLE } from "../../core/records/lines";
import { copyHeading, quoted, type RecordsHeader, type TableFigures } from "./session";

const NEW_LINE = 10;

/**
 * Everything in the records as one stream of lines: a header, each table as COPY writes it, and at the end what every table had. All of
 * it is of one moment: a transaction that sees nothing later (https://www.postgresql.org/docs/current/transaction-iso.html, 13.2.2).
 */
export async function* copyRecords(client: Client, about: unknown): AsyncGenerator<Uint8Array> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const header = await readHeader(client, about);
  yield line(JSON.stringify(header));
  const tables: Record<string, TableFigures> = {};
  for (const table of header.tables) {
    yield line(copyHeading(table));
    const counted = counter();
    for await (const piece of copyTable(client, table.name)) yield counted.add(piece);
    tables[table.name] = counted.figures();
    yield Buffer.from(END_OF_TABLE);
  }
  await client.query("COMMIT");
  yield line(JSON.stringify({ tables }));
}

const line = (text: string): Buffer => Buffer.from(`${text}\n`);

/** The rows of a table in the order in which they lie. */
async function* copyTable(client: Client, name: string): AsyncGenerator<Uint8Array> {
  const rows = client.query(copyTo(`COPY ${quoted(name)} TO STDOUT`));
  const isReady = untilReady(client);
  yield* rows;
  await isReady;
}

/** The last row comes before the server is ready for another query; of a connection that ended the next query tells. */
const untilReady = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      client.off("drain", end).off("end", end);
      resolve();
    };
    client.on("drain", end).on("end", end);
  });

/** What a table has now, in the same measures. */
export async function measureTable(client: Client, name: string): Promise<TableFigures> {
  const counted = counter();
  for await (const piece of copyTable(client, name)) counted.add(piece);
  return counted.figures();
}

function counter() {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add: (piece: Uint8Array) => {
      hash.update(piece);
      // A row is a line: line ends within values are written as two characters.
      for (let at = piece.indexOf(NEW_LINE); at >= 0; at = piece.indexOf(NEW_LINE, at + 1)) rows++;
      return piece;
    },
    figures: (): TableFigures => ({ rows, sha256: hash.digest("hex") }),
  };
}

async function readHeader(client: Client, about: unknown): Promise<RecordsHeader> {
  const rowsOf = async <T extends object>(sql: string) => (await client.query<T>(sql)).rows;
  const migrations = await rowsOf<{ name: string }>(
    `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const tables = await rowsOf<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> '_prisma_migrations'
     GROUP BY c.relname ORDER BY c.relname`,
  );
  const partitions = await rowsOf<RecordsHeader["partitions"][number]>(
    `SELECT c.relname AS name, p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_class c
     JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
     WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname`,
  );
  const sequences = await rowsOf<RecordsHeader["sequences"][number]>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1`,
  );
  return {
    format: 1,
    migrations: migrations.map(({ name }) => name),
    tables,
    partitions,
    sequences,
    about,
  };
}
