import type { PartView, PlatformHealthView } from "../../contract/health";
import { HAPROXY_IMAGE } from "../../core/databases/images";
import type { Catalog } from "../../core/engines/catalog/release";
import { imagesOf } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { formatDuration } from "../../core/units";
import { findSilenceMs, SILENT_MS } from "../../db/workers";
import type { DockerEngine } from "../../ports/docker-engine";

/** The world as the health check asks it. `pingLink` resolves when the link lets us in. */
export type PlatformParts = {
  engine: Pick<DockerEngine, "ping" | "hasImage">;
  pingLink: () => Promise<void>;
  catalog: Catalog;
  /** Why the SSH gateway was left out at the start. */
  sshRefusal?: () => string | null;
  /** Why the operator's releases of engines are not in force. */
  catalogRefusal?: () => string | null;
  /** False where the operator has switched the daily look for newer builds off. */
  areReleasesChecked?: boolean;
};

/** Asks every part at once; the answer is as slow as the slowest of them. */
export async function getPlatformHealth({
  engine,
  pingLink,
  catalog,
  sshRefusal = () => null,
  catalogRefusal = () => null,
  areReleasesChecked = true,
}: PlatformParts): Promise<PlatformHealthView> {
  const parts = (
    await Promise.all([
      records(),
      part("Docker engine", async () => `version ${await engine.ping()}`),
      part("images", () => checkImages(engine, catalog)),
      part("link", async () => {
        await pingLink();
        return null;
      }),
    ])
  ).flat();
  const status = parts.every(({ isHealthy }) => isHealthy) ? "ok" : "degraded";
  // No app needs them: they are told, and degrade nothing.
  const told = [
    { name: "SSH gateway", reason: sshRefusal() },
    { name: "releases", reason: catalogRefusal() },
  ].flatMap(({ name, reason }) =>
    reason === null ? [] : [{ name, isHealthy: false, detail: null, reason }],
  );
  return { status, parts: [...parts, ...told, ...(areReleasesChecked ? [] : [UNCHECKED])] };
}

const UNCHECKED: PartView = {
  name: "newer builds",
  isHealthy: true,
  detail: "looked for by bin/admin engines check alone (BERTH_RELEASE_CHECK=off)",
  reason: null,
};

/** PostgreSQL, and by what stands in it the worker. */
async function records(): Promise<PartView[]> {
  let silentMs: number | null = null;
  const postgres = await part("PostgreSQL", async () => {
    silentMs = await findSilenceMs();
    return null;
  });
  const worker = await part("worker", async () => {
    if (!postgres.isHealthy) throw silent("Not known while PostgreSQL does not answer.");
    if (silentMs === null) throw silent("No worker runs: operations wait. Start Berth with bin/up.");
    if (silentMs > SILENT_MS)
      throw silent(
        `No worker was seen for ${formatDuration(silentMs)}: operations wait. Start Berth with bin/up.`,
      );
    return `seen ${formatDuration(silentMs)} ago`;
  });
  return [postgres, worker];
}

const silent = (message: string) => new DomainError("unavailable", "worker_silent", message);

async function checkImages(engine: PlatformParts["engine"], catalog: Catalog): Promise<string> {
  const images = [...imagesOf(catalog), HAPROXY_IMAGE];
  const present = await Promise.all(images.map((image) => engine.hasImage(image)));
  const missing = images.filter((_image, index) => !present[index]);
  if (missing.length > 0)
    throw new DomainError(
      "unavailable",
      "image_missing",
      `Missing: ${missing.join(", ")}. Run bin/up to build them, or bin/admin engines build for releases of your own.`,
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
