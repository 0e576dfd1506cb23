import { randomBytes } from "node:crypto";
import type { Client } from "pg";
import { DomainError } from "../../core/errors";
import { quoted, withRecordsSession } from "./session";

/** Any number; the same one everywhere. */
const RECORDS_LOCK = 7_318;

/**
 * Runs `work` unless somebody else makes or proves a copy of the records just now; a process that dies lets go.
 * @throws DomainError `conflict` reason `records_busy`.
 */
export const whileAlone = <T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> =>
  withRecordsSession(connectionString, async (client) => {
    const { rows } = await client.query<{ isOurs: boolean }>(
      `SELECT pg_try_advisory_lock(${RECORDS_LOCK}) AS "isOurs"`,
    );
    if (rows[0]?.isOurs) return work(client);
    throw new DomainError(
      "conflict",
      "records_busy",
      "The records are being backed up just now. Wait until that is done.",
    );
  });

/**
 * Gives `work` an empty database of the same server, and takes it away again. Also those that processes left as they died: for
 * whoever is alone.
 */
export async function withThrowAwayDatabase<T>(
  connectionString: string,
  client: Client,
  work: (connectionString: string) => Promise<T>,
): Promise<T> {
  const own = new URL(connectionString).pathname.slice(1);
  const prefix = `${own}_proof_`;
  const dropAll = async () => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)",
      [prefix],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
  };
  await dropAll();
  const name = `${prefix}${randomBytes(4).toString("hex")}`;
  await client.query(`CREATE DATABASE ${quoted(name)} TEMPLATE template0`);
  try {
    const url = new URL(connectionString);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await dropAll();
  }
}
