import { PrismaPg } from "@prisma/adapter-pg";
import { Pool, type QueryResultRow } from "pg";
import { DomainError } from "../core/errors";
import { Prisma, PrismaClient } from "./generated/client";
import { inTurn } from "./in-turn";

/** Connections of one pool; those of web, worker (which has one of DBOS too) and SSH gateway together stay well below the 100 that PostgreSQL allows. */
const CONNECTIONS_MAX = 16;
/** For a connection, and for a connection of the pool to become free. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** Longer than the sampler rests: a new connection costs PostgreSQL more than a round. */
const UNUSED_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const TRANSACTION_TIMEOUT_MS = 10_000;

/** What every build of this file in a process has in common: in web there are Next's, one for pages and one for routes, and ours. */
type Shared = { pool?: Pool; names: Map<string, string> };
declare global {
  var berthRecords: Shared | undefined;
}
globalThis.berthRecords ??= { names: new Map() };
const shared = globalThis.berthRecords;

let client: PrismaClient | undefined;

/** Opens the pool of this process; called once at start, before any query. Connections are made when first needed. */
export function connectDatabase(connectionString: string): PrismaClient {
  shared.pool ??= newPool(connectionString);
  client ??= new PrismaClient({ adapter: inTurn(new PrismaPg(shared.pool)) });
  return client;
}

const newPool = (connectionString: string): Pool =>
  new Pool({
    connectionString,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: UNUSED_MS,
    // Not among the words of the start of a connection, where poolers refuse what they do not know.
    onConnect: async (connection) => {
      await connection.query(`SET statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    },
    keepAlive: true,
  })
    // One that breaks while nobody uses it is replaced when next needed; unheard, it would end the process.
    .on("error", () => {});

export async function disconnectDatabase(): Promise<void> {
  await client?.$disconnect();
  await shared.pool?.end();
  client = undefined;
  delete shared.pool;
}

/** The open client. Only files of this folder and the sign-in library's adapter use it. */
export function prisma(): PrismaClient {
  if (!client) throw new Error("connectDatabase() was not called");
  return client;
}

/** What runs a query: the pool, or a transaction. */
export type Tx = Prisma.TransactionClient;

/**
 * Runs one statement on the pool itself, planned once a connection, and answers its rows as the driver reads them. For the few that
 * nearly every request begins with: by way of Prisma a row costs more than its query. The same text has the same name. Names are of the
 * session that made them: see `checkDatabase` for what gives sessions to others.
 */
export async function ask<T extends QueryResultRow>({ text, values }: Prisma.Sql): Promise<T[]> {
  const name = shared.names.get(text) ?? `berth_${shared.names.size + 1}`;
  shared.names.set(text, name);
  return query(async () => (await requirePool().query<T>({ name, text, values })).rows);
}

function requirePool(): Pool {
  if (!shared.pool) throw new Error("connectDatabase() was not called");
  return shared.pool;
}

/** Runs `work` in one transaction: all of it is kept, or nothing. Keep it short; no network calls inside. */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return query(() =>
    prisma().$transaction(work, { timeout: TRANSACTION_TIMEOUT_MS, maxWait: CONNECT_TIMEOUT_MS }),
  );
}

/** Runs queries and translates what is nobody's fault here. @throws DomainError `unavailable` when PostgreSQL does not answer; `invalid` for text with a NUL character. */
export async function query<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isConnectionError(error))
      throw new DomainError(
        "unavailable",
        "records_unreachable",
        "PostgreSQL does not answer. Try again in a moment.",
        {
          cause: error,
        },
      );
    if (isNulError(error))
      throw new DomainError("invalid", "nul_character", "Text must have no NUL character.", { cause: error });
    throw error;
  }
}

/**
 * Rows with their relations, for what is asked all the time and is mostly not there: `list` is asked only where `first` finds any, since
 * Prisma asks for the relations of no rows, too.
 */
export const listAny = <T>(first: () => Promise<unknown>, list: () => Promise<T[]>): Promise<T[]> =>
  query(async () => ((await first()) ? list() : []));

/** PostgreSQL keeps no such text, neither as it is nor in JSON. */
const isNulError = (error: unknown): boolean =>
  error instanceof Error &&
  /invalid byte sequence for encoding "UTF8": 0x00|unsupported Unicode escape sequence/.test(error.message);

/** Unreachable, timed out, closed, too many connections, transaction lost with its connection. https://www.prisma.io/docs/orm/reference/error-reference */
const CONNECTION_CODES = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"]);
const CONNECTION_WORDS =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Connection terminated|terminating connection|connection timeout|timeout exceeded when trying to connect|DatabaseNotReachable|ConnectionClosed|the database system is|server closed/i;

function isConnectionError(error: unknown): boolean {
  if (error instanceof DomainError || !(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && CONNECTION_CODES.has(error.code)) return true;
  return CONNECTION_WORDS.test(error.message) || isConnectionError(error.cause);
}

/** True when a unique rule (constraint or partial index) refused a row. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
