import type { CommandHelp } from "../core/console/command-help";
import type { ApiCommandAnswer } from "./api/console";
import type { ApiClient, ApiLatency, ApiMemory, ApiSlowLog } from "./api/diagnostics";
import type { ApiKeyChange } from "./api/key-changes";
import type { ApiKeyPage, ApiKeyView } from "./api/keys";
import { askApi } from "./rest-client";

// Routes, and zod with them, are fetched with the first question: no page needs them to show itself.
const keyRoutes = async () => (await import("./api/keys")).KEY_ROUTES;
const consoleRoutes = async () => (await import("./api/console")).CONSOLE_ROUTES;
const diagnosticRoutes = async () => (await import("./api/diagnostics")).DIAGNOSTIC_ROUTES;

/** A database within a Redis, by its number. */
export type DataPlace = { resourceId: string; db: number };
/** Which keys. An empty type is any. */
export type DataFilter = { pattern: string; type: string };

const typed = ({ pattern, type }: DataFilter) => ({ pattern, type: type === "" ? undefined : type });

/** A page of keys. @throws DomainError */
export const fetchKeys = async (
  { resourceId, db }: DataPlace,
  filter: DataFilter,
  cursor: string | null,
): Promise<ApiKeyPage> =>
  askApi((await keyRoutes()).listDatabaseKeys, {
    params: { database: resourceId },
    query: { db, ...typed(filter), cursor },
  });

/** A key with a page of what it holds; `key` in base64. @throws DomainError `not_found` too. */
export const fetchKey = async (
  { resourceId, db }: DataPlace,
  key: string,
  cursor: string | null,
): Promise<ApiKeyView> =>
  (
    await askApi((await keyRoutes()).getDatabaseKey, {
      params: { database: resourceId },
      query: { db, key, cursor },
    })
  ).key;

/** Changes one key; `key` in base64. @throws DomainError `conflict` when it was changed meanwhile. */
export const sendChange = async (
  { resourceId, db }: DataPlace,
  key: string,
  change: ApiKeyChange,
): Promise<void> => {
  await askApi((await keyRoutes()).changeDatabaseKey, {
    params: { database: resourceId },
    body: { db, key, change },
  });
};

/** All that match, counted part by part; `onPart` is told how many there are so far. @throws DomainError */
export async function countMatching(
  { resourceId, db }: DataPlace,
  filter: DataFilter,
  onPart: (keys: number) => void,
): Promise<number> {
  const { countDatabaseKeys } = await keyRoutes();
  const params = { database: resourceId };
  return inParts(onPart, (cursor) =>
    askApi(countDatabaseKeys, { params, query: { db, ...typed(filter), cursor } }),
  );
}

/** Deletes all that match, part by part; `onPart` is told how many have gone. @throws DomainError */
export async function deleteMatching(
  { resourceId, db }: DataPlace,
  filter: DataFilter,
  onPart: (keys: number) => void,
): Promise<number> {
  const { deleteDatabaseKeys } = await keyRoutes();
  const params = { database: resourceId };
  return inParts(onPart, (cursor) =>
    askApi(deleteDatabaseKeys, { params, body: { db, ...typed(filter), cursor: cursor ?? undefined } }),
  );
}

type Part = { keys: number; cursor: string | null };

async function inParts(
  onPart: (keys: number) => void,
  ask: (cursor: string | null) => Promise<Part>,
): Promise<number> {
  let sum = 0;
  for (let cursor: string | null = null; ; ) {
    const part: Part = await ask(cursor);
    sum += part.keys;
    cursor = part.cursor;
    onPart(sum);
    if (cursor === null) return sum;
  }
}

/** Runs one line. @throws DomainError `conflict` reason `unconfirmed`, `forbidden` reason `console_locked`, … */
export const runLine = async (
  { resourceId, db }: DataPlace,
  line: { line: string; unlock?: string | undefined; confirm?: string | undefined },
): Promise<ApiCommandAnswer> =>
  askApi((await consoleRoutes()).runCommand, { params: { database: resourceId }, body: { db, ...line } });

/** Unlocks the console. @throws DomainError */
export const unlock = async (resourceId: string): Promise<{ unlock: string; expires_at: string }> =>
  askApi((await consoleRoutes()).unlockConsole, { params: { database: resourceId }, body: {} });

/** Help for every command. @throws DomainError */
export const fetchCommands = async (resourceId: string): Promise<CommandHelp[]> =>
  (await askApi((await consoleRoutes()).listCommands, { params: { database: resourceId } })).commands;

/** The slow log. @throws DomainError */
export const fetchSlowLog = async (resourceId: string): Promise<ApiSlowLog> =>
  (await askApi((await diagnosticRoutes()).getSlowLog, { params: { database: resourceId } })).slow_log;

/** Who is connected. @throws DomainError */
export const fetchClients = async (resourceId: string): Promise<ApiClient[]> =>
  (await askApi((await diagnosticRoutes()).listClients, { params: { database: resourceId } })).clients;

/** Ends one connection. @throws DomainError `not_found` when it has gone. */
export const endClient = async (resourceId: string, { id, address }: ApiClient): Promise<void> => {
  await askApi((await diagnosticRoutes()).disconnectClient, {
    params: { database: resourceId, client: id },
    query: { address },
  });
};

/** How long commands take. @throws DomainError */
export const fetchLatency = async (resourceId: string): Promise<ApiLatency> =>
  (await askApi((await diagnosticRoutes()).getLatency, { params: { database: resourceId } })).latency;

/** What takes the memory. @throws DomainError */
export const fetchMemory = async ({ resourceId, db }: DataPlace): Promise<ApiMemory> =>
  (await askApi((await diagnosticRoutes()).getMemory, { params: { database: resourceId }, query: { db } }))
    .memory;
