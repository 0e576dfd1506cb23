import "server-only";
import { cache } from "react";
import type { DatabaseView } from "../contract/databases";
import { getDatabase } from "../services/databases/get-database";
import { orNotFound } from "./page";
import { requireContext } from "./session";

/** Of this request. */
const seen = cache((): { database: DatabaseView | null } => ({ database: null }));

/** For the pages of a database and the frame around them: read once per request. */
export const databaseOfPage = cache(async (resourceId: string): Promise<DatabaseView> => {
  const database = await orNotFound(getDatabase(await requireContext(), { resourceId }));
  seen().database = database;
  return database;
});

/**
 * What the frame has just read, at once: a page that waits, if only for a moment, comes after its skeleton. Null when the page alone is
 * asked for, as by a click on its tab.
 */
export const findDatabaseOfFrame = (): DatabaseView | null => seen().database;
