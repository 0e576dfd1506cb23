import { DomainError } from "../core/errors";
import type { AddonView } from "./addons";
import type { AlertsAnswer, AlertView } from "./alerts";
import type { AddonsAnswer, ContainersAnswer } from "./answers";
import type { ChangesView } from "./changes";
import type { HealthView } from "./databases";
import type { FoundView } from "./find";
import type { OperationsAnswer } from "./many-changes";
import type { OperationView } from "./operations";
import { SHAPES, SHAPES_HEADER } from "./shapes";
import type { AdviceAnswer, DatabaseStatsView, SeriesView } from "./stats";

const TIMEOUT_MS = 15_000;

/**
 * Asks the routes that only pages use. Page and answer are of one build, or of two that mean the same by an answer, so that it is what its type
 * says: no page has to load the schemas. @throws DomainError with what the API refused, `unavailable` when it gave no such answer.
 */
export async function request<T>(path: string): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new DomainError("unavailable", "no_answer", "Berth cannot be reached from here.", { cause });
  });
  if (!response.ok) throw await refusalOf(response);
  const shapes = response.headers.get(SHAPES_HEADER);
  if (shapes === null)
    throw new DomainError("unavailable", "no_answer", "Something else than Berth answered.");
  if (shapes !== SHAPES)
    throw new DomainError("unavailable", "other_release", "Berth was updated meanwhile. Reload this page.");
  // What this build or its like has made.
  return (await response.json()) as T;
}

/** What an answer refuses, or that it is no proper one. */
export async function refusalOf(response: Response): Promise<DomainError> {
  const { RefusalAnswer } = await import("./answers");
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const answer = RefusalAnswer.safeParse(isJson ? await response.json() : null);
  if (!answer.success)
    return new DomainError("unavailable", "no_answer", `Berth answered with status ${response.status}.`);
  const { code, reason, message } = answer.data.error;
  return new DomainError(code, reason, message);
}

/** Of an app's routes. */
export const appPath = (app: string): string => `/api/ui/apps/${encodeURIComponent(app)}`;
/** Of a database's routes. */
export const databasePath = (resourceId: string): string =>
  `/api/ui/databases/${encodeURIComponent(resourceId)}`;

/** An operation of an app with its steps. @throws DomainError `not_found` */
export const fetchOperation = (app: string, operationId: string): Promise<OperationView> =>
  request(`${appPath(app)}/operations/${operationId}`);

/** Those of the operations that one may see, in no order. */
export const fetchOperations = async (ids: readonly string[]): Promise<OperationView[]> =>
  (await request<OperationsAnswer>(`/api/ui/operations?ids=${ids.join()}`)).operations;

/** Apps and databases that `q` is found in, the first few of each. */
export const fetchFound = (q: string): Promise<FoundView> =>
  request(`/api/ui/find?${new URLSearchParams({ q })}`);

/** The app's containers as the engine knows them now, newest first (may be empty), and what fell over. @throws DomainError `not_found`, `unavailable` */
export const fetchContainers = (app: string): Promise<ContainersAnswer> =>
  request(`${appPath(app)}/containers`);

/** The app's addons, also those that are being added, removed or have failed. @throws DomainError `not_found` */
export const fetchAddons = async (app: string): Promise<AddonView[]> =>
  (await request<AddonsAnswer>(`${appPath(app)}/addons`)).addons;

/** What the database answers to PING and INFO now. @throws DomainError `not_found` */
export const fetchHealth = (resourceId: string): Promise<HealthView> =>
  request(`${databasePath(resourceId)}/health`);

/** What the database can be changed to now, and the way back from its last change. @throws DomainError `not_found`, `conflict`, `unavailable` */
export const fetchChanges = (resourceId: string): Promise<ChangesView> =>
  request(`${databasePath(resourceId)}/changes`);

/** What was last seen of the database. @throws DomainError `not_found` */
export const fetchStats = (resourceId: string): Promise<DatabaseStatsView> =>
  request(`${databasePath(resourceId)}/stats`);

/** Everything that is measured over a range: its name, or `from` and `to`. @throws DomainError `not_found`, `invalid` */
export const fetchSeries = (resourceId: string, range: Record<string, string>): Promise<SeriesView> =>
  request(`${databasePath(resourceId)}/stats/series?${new URLSearchParams(range)}`);

/** What the database's past suggests, urgent first. @throws DomainError `not_found` */
export const fetchAdvice = async (resourceId: string): Promise<AdviceAnswer["advice"]> =>
  (await request<AdviceAnswer>(`${databasePath(resourceId)}/advice`)).advice;

/** Every alert with its rule and its state. @throws DomainError `not_found` */
export const fetchAlerts = async (resourceId: string): Promise<AlertView[]> =>
  (await request<AlertsAnswer>(`${databasePath(resourceId)}/alerts`)).alerts;
