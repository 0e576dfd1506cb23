import type { z } from "zod";
import { DomainError } from "../core/errors";
import type { AddonView } from "./addons";
import type { AlertView } from "./alerts";
import type { ContainersAnswer } from "./answers";
import type { ChangesView } from "./changes";
import type { HealthView } from "./databases";
import type { FoundView } from "./find";
import type { OperationView } from "./operations";
import type { AdviceView, DatabaseStatsView, SeriesView } from "./stats";

// The schemas, and zod with them, are fetched with the first question: no page needs them to show itself.

const TIMEOUT_MS = 15_000;

/** Asks the routes that only pages use and parses the answer. @throws DomainError with what the API refused, `unavailable` when it gave no proper answer. */
export async function request<T>(
  path: string,
  loadSchema: () => Promise<Pick<z.ZodType<T>, "parse"> | { parse: (answer: unknown) => T }>,
): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new DomainError("unavailable", "no_answer", "Berth cannot be reached from here.", { cause });
  });
  if (!response.ok) throw await refusalOf(response);
  const schema = await loadSchema().catch((cause: unknown) => {
    throw new DomainError("unavailable", "no_code", "A part of this page did not arrive. Reload it.", {
      cause,
    });
  });
  return schema.parse(await response.json());
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
  request(
    `${appPath(app)}/operations/${operationId}`,
    async () => (await import("./operations")).OperationView,
  );

/** Those of the operations that one may see, in no order. */
export const fetchOperations = async (ids: readonly string[]): Promise<OperationView[]> =>
  (
    await request(
      `/api/ui/operations?ids=${ids.join()}`,
      async () => (await import("./many-changes")).OperationsAnswer,
    )
  ).operations;

/** Apps and databases that `q` is found in, the first few of each. */
export const fetchFound = (q: string): Promise<FoundView> =>
  request(`/api/ui/find?${new URLSearchParams({ q })}`, async () => (await import("./find")).FoundView);

/** The app's containers as the engine knows them now, newest first (may be empty), and what fell over. @throws DomainError `not_found`, `unavailable` */
export async function fetchContainers(app: string): Promise<ContainersAnswer> {
  const path = `${appPath(app)}/containers`;
  return request(path, async () => (await import("./answers")).ContainersAnswer);
}

/** The app's addons, also those that are being added, removed or have failed. @throws DomainError `not_found` */
export async function fetchAddons(app: string): Promise<AddonView[]> {
  return (await request(`${appPath(app)}/addons`, async () => (await import("./answers")).AddonsAnswer))
    .addons;
}

/** What the database answers to PING and INFO now. @throws DomainError `not_found` */
export const fetchHealth = (resourceId: string): Promise<HealthView> =>
  request(`${databasePath(resourceId)}/health`, async () => (await import("./databases")).HealthView);

/** What the database can be changed to now, and the way back from its last change. @throws DomainError `not_found`, `conflict`, `unavailable` */
export const fetchChanges = (resourceId: string): Promise<ChangesView> =>
  request(`${databasePath(resourceId)}/changes`, async () => (await import("./changes")).ChangesView);

/** What was last seen of the database. @throws DomainError `not_found` */
export const fetchStats = (resourceId: string): Promise<DatabaseStatsView> =>
  request(`${databasePath(resourceId)}/stats`, async () => (await import("./stats")).DatabaseStatsView);

/** Everything that is measured over a range: its name, or `from` and `to`. @throws DomainError `not_found`, `invalid` */
export const fetchSeries = (resourceId: string, range: Record<string, string>): Promise<SeriesView> =>
  request(
    `${databasePath(resourceId)}/stats/series?${new URLSearchParams(range)}`,
    async () => (await import("./stats")).SeriesView,
  );

/** What the database's past suggests, urgent first. @throws DomainError `not_found` */
export const fetchAdvice = async (resourceId: string): Promise<AdviceView[]> =>
  (await request(`${databasePath(resourceId)}/advice`, async () => (await import("./stats")).AdviceAnswer))
    .advice;

/** Every alert with its rule and its state. @throws DomainError `not_found` */
export const fetchAlerts = async (resourceId: string): Promise<AlertView[]> =>
  (await request(`${databasePath(resourceId)}/alerts`, async () => (await import("./alerts")).AlertsAnswer))
    .alerts;
