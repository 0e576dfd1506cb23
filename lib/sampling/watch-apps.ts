import { appServiceName } from "../core/databases/names";
import { isRefusal, onlyUnavailable } from "../core/errors";
import type { Subject, UpkeepWork } from "../core/events/upkeep";
import { appLogSource } from "../core/logs/source";
import { insertFall } from "../db/app-falls";
import type { SampledApp } from "../db/sampled-apps";
import type { AppContainer } from "../ports/container-stats";
import type { SamplerDeps } from "./deps";
import { lineKeeper } from "./keep-lines";

/** An app may write without end: more than anybody reads is not kept. */
const KEEPING = { linesMax: 5_000, ownedMax: 50_000 };

type Own = { app: SampledApp; container: AppContainer };

const subjectOf = (work: UpkeepWork, { app, container }: Own): Subject => ({
  work,
  id: container.containerId,
  name: app.name,
  appId: app.id,
  databaseId: null,
});

const writerOf = (own: Own) => ({
  ...own.container,
  ownerId: own.app.id,
  source: appLogSource(own.container.containerId),
  isHurried: own.app.isBeingChanged,
  subject: subjectOf("keep-logs", own),
});

/** Keeps what apps' containers write, and notes those that end by themselves. */
export function appWatcher(deps: SamplerDeps) {
  const keep = lineKeeper(deps, KEEPING);
  /** Containers of whose end everything is known. */
  const judged = new Set<string>();

  async function judge(own: Own): Promise<void> {
    const { containerId } = own.container;
    const end = await deps.containers.findEnd(own.container).catch(onlyUnavailable);
    if (!end) return;
    if (end.isFall) await insertFall({ containerId, appId: own.app.id, at: end.at, exitCode: end.exitCode });
    judged.add(containerId);
  }

  /** Null when the engine does not tell. */
  async function list(apps: readonly SampledApp[]): Promise<Own[] | null> {
    const own = new Map(
      apps.map((app) => [app.service ?? appServiceName(deps.instance, app.name), app] as const),
    );
    try {
      return (await deps.containers.listAppContainers()).flatMap((container) => {
        const app = own.get(container.serviceName);
        return app ? [{ app, container }] : [];
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      deps.log.warn("apps.not_watched", { error });
      return null;
    }
  }

  return async (apps: readonly SampledApp[], atMs: number): Promise<void> => {
    const owns = apps.length === 0 ? [] : await list(apps);
    if (!owns) return;
    await keep(owns.map(writerOf), atMs);
    for (const own of owns)
      if (!own.container.isRunning && !judged.has(own.container.containerId))
        await deps.alone(subjectOf("count-falls", own), () => judge(own));
    const present = new Set(owns.map(({ container }) => container.containerId));
    for (const id of judged) if (!present.has(id)) judged.delete(id);
  };
}
