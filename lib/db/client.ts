import { PrismaPg } from "@prisma/adapter-pg";
import { DomainError } from "../core/errors";
import { Prisma, PrismaClient } from "./generated/client";

/** Connections of one process; web and worker together stay well below PostgreSQL's default of 100. */
const CONNECTIONS_MAX = 20;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const TRANSACTION_TIMEOUT_MS = 10_000;

/** Names of the statements that connections keep planned: those that begin with this comment, which are few and asked all the time. */
const keptNames = new Map<string, string>();
const KEPT = /^\s*\/\* keep \*\//;

/** The same text has the same name; the empty one is that of statements that are not kept. */
function nameOf(sql: string): string {
  if (!KEPT.test(sql)) return "";
  const name = keptNames.get(sql) ?? `berth_${keptNames.size + 1}`;
  keptNames.set(sql, name);
  return name;
}

let client: PrismaClient | undefined;

/** Opens the pool of this process; called once at start, before any query. Connections are made when first needed. */
export function connectDatabase(connectionString: string): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg(
      {
        connectionString,
        max: CONNECTIONS_MAX,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        keepAlive: true,
      },
      { statementNameGenerator: ({ sql }) => nameOf(sql) },
    ),
  });
  return client;
}

export async function disconnectDatabase(): Promise<void> {
  await client?.$disconnect();
  client = undefined;
}

/** The open client. Only files of this folder and the sign-in library's adapter use it. */
export function prisma(): PrismaClient {
  if (!client) throw new Error("connectDatabase() was not called");
  return client;
}

/** What runs a query: the pool, or a transaction. */
export type Tx = Prisma.TransactionClient;

/** Runs `work` in one transaction: all of it is kept, or nothing. Keep it short; no network calls inside. */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return query(() =>
    prisma().$transaction(work, { timeout: TRANSACTION_TIMEOUT_MS, maxWait: CONNECT_TIMEOUT_MS }),
  );
}

/** Runs queries and translates a lost connection. @throws DomainError `unavailable` when PostgreSQL does not answer. */
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
    throw error;
  }
}

/** Unreachable, timed out, closed, too many connections, transaction lost with its connection. https://www.prisma.io/docs/orm/reference/error-reference */
const CONNECTION_CODES = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"]);
const CONNECTION_WORDS =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Connection terminated|terminating connection|connection timeout|DatabaseNotReachable|ConnectionClosed|the database system is|server closed/i;

function isConnectionError(error: unknown): boolean {
  if (error instanceof DomainError || !(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && CONNECTION_CODES.has(error.code)) return true;
  return CONNECTION_WORDS.test(error.message) || isConnectionError(error.cause);
}

/** True when a unique rule (constraint or partial index) refused a row. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
