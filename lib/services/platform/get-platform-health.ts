import type { PartView, PlatformHealthView } from "../../contract/health";
import { HAPROXY_IMAGE } from "../../core/databases/images";
import { ENGINE_IMAGES } from "../../core/engines/engines";
import { DomainError } from "../../core/errors";
import { formatDuration, SECOND_MS } from "../../core/units";
import { findLastWorkerBeat } from "../../db/workers";
import type { DockerEngine } from "../../ports/docker-engine";

/** A worker beats every few seconds; one that is silent for so long is gone or stuck. */
const WORKER_SILENT_MS = 15 * SECOND_MS;

/** The world as the health check asks it. `pingLink` resolves when the link lets us in. */
export type PlatformParts = {
  engine: Pick<DockerEngine, "ping" | "hasImage">;
  pingLink: () => Promise<void>;
  /** Why the SSH gateway was left out at the start. */
  sshRefusal?: () => string | null;
};

/** Asks every part at once; the answer is as slow as the slowest of them. */
export async function getPlatformHealth({
  engine,
  pingLink,
  sshRefusal = () => null,
}: PlatformParts): Promise<PlatformHealthView> {
  const parts = (
    await Promise.all([
      records(),
      part("Docker engine", async () => `version ${await engine.ping()}`),
      part("images", () => checkImages(engine)),
      part("link", async () => {
        await pingLink();
        return null;
      }),
    ])
  ).flat();
  const status = parts.every(({ isHealthy }) => isHealthy) ? "ok" : "degraded";
  const reason = sshRefusal();
  // No app needs it: it is told, and degrades nothing.
  const ssh = reason === null ? [] : [{ name: "SSH gateway", isHealthy: false, detail: null, reason }];
  return { status, parts: [...parts, ...ssh] };
}

/** PostgreSQL, and by what stands in it the worker. */
async function records(): Promise<PartView[]> {
  let lastBeatAt: Date | null = null;
  const postgres = await part("PostgreSQL", async () => {
    lastBeatAt = await findLastWorkerBeat();
    return null;
  });
  const worker = await part("worker", async () => {
    if (!postgres.isHealthy) throw silent("Not known while PostgreSQL does not answer.");
    if (!lastBeatAt) throw silent("No worker runs: operations wait. Start Berth with bin/up.");
    const silentMs = Math.max(0, Date.now() - lastBeatAt.getTime());
    if (silentMs > WORKER_SILENT_MS)
      throw silent(
        `No worker was seen for ${formatDuration(silentMs)}: operations wait. Start Berth with bin/up.`,
      );
    return `seen ${formatDuration(silentMs)} ago`;
  });
  return [postgres, worker];
}

const silent = (message: string) => new DomainError("unavailable", "worker_silent", message);

async function checkImages(engine: PlatformParts["engine"]): Promise<string> {
  const images = [...ENGINE_IMAGES, HAPROXY_IMAGE];
  const present = await Promise.all(images.map((image) => engine.hasImage(image)));
  const missing = images.filter((_image, index) => !present[index]);
  if (missing.length > 0)
    throw new DomainError(
      "unavailable",
      "image_missing",
      `Missing: ${missing.join(", ")}. Run bin/up to build them.`,
    );
  return images.join(", ");
}

/** One part: `check` answers a detail to show, or throws why it is not well. */
async function part(name: string, check: () => Promise<string | null>): Promise<PartView> {
  try {
    return { name, isHealthy: true, detail: await check(), reason: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { name, isHealthy: false, detail: null, reason: error.message };
  }
}
