import { Client, DatabaseError } from "pg";
import { DomainError } from "../core/errors";
import { CONNECT_TIMEOUT_MS } from "./client";

/** What Node says of a certificate that it cannot follow to one it trusts. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/**
 * Tries whether a PostgreSQL can keep our records: two connections, each with a session of its own. Changes nothing.
 * @throws DomainError `unavailable` with one sentence that says what to mend.
 */
export async function checkDatabase(connectionString: string): Promise<void> {
  try {
    await withClient(connectionString, (one) =>
      withClient(connectionString, (two) => assertOwnSessions(one, two)),
    );
  } catch (error) {
    throw explain(error);
  }
}

async function withClient(connectionString: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = newClient(connectionString);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}

const newClient = (connectionString: string): Client =>
  new Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  }).on("error", () => {});

/** A pooler in transaction mode gives a server's session to whoever has a transaction: then two of us meet in one, or one of us changes its own. */
async function assertOwnSessions(one: Client, two: Client): Promise<void> {
  const first = await sessionOf(one);
  await two.query("BEGIN");
  const isShared = (await sessionOf(two)) === first || (await sessionOf(one)) !== first;
  await two.query("ROLLBACK");
  if (isShared)
    throw refusal(
      "shared_sessions",
      "DATABASE_URL leads to a connection pooler in transaction mode (PgBouncer: pool_mode=transaction), which Berth cannot use: name PostgreSQL itself, or a pooler in session mode.",
    );
}

async function sessionOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}

const refusal = (reason: string, message: string, cause?: unknown) =>
  new DomainError("unavailable", reason, message, { cause });

function explain(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (UNTRUSTED.has(code))
    return refusal(
      "certificate_untrusted",
      "DATABASE_URL: PostgreSQL's certificate is signed by nobody whom this machine trusts. Add sslrootcert=/path/to/ca.pem to name who signed it, or write sslmode=no-verify to encrypt without proof of who answers.",
      error,
    );
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "CERT_HAS_EXPIRED")
    return refusal(
      "certificate_refused",
      `DATABASE_URL: PostgreSQL's certificate is refused: ${error.message}.`,
      error,
    );
  if (error instanceof DatabaseError)
    return refusal("records_refused", `PostgreSQL refuses DATABASE_URL: ${error.message}.`, error);
  return refusal("records_unreachable", `DATABASE_URL cannot be used: ${reasonOf(error)}.`, error);
}

/** A name with several addresses fails with one error for each of them, and no words of its own. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError && error.message === ""
    ? error.errors.map((each: unknown) => (each instanceof Error ? each.message : String(each))).join(", ")
    : error.message;
