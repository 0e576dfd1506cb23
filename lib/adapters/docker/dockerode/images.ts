import { type Build, REPOSITORIES } from "../../../core/engines/builds";
import { DomainError, hasReason } from "../../../core/errors";
import { MINUTE_MS, SECOND_MS } from "../../../core/units";
import type { EngineApi } from "./api";
import { ImageAnswer, ImageListAnswer } from "./schemas";
import { ofEveryHost, type SwarmApi } from "./swarm-api";

const COPY_MS = 10 * MINUTE_MS;

/** Id of an image on this machine, null when it is not there. */
export async function findImageId(api: EngineApi, image: string): Promise<string | null> {
  try {
    const { Id } = await api.ask(
      { method: "GET", path: `/images/${encodeURIComponent(image)}/json` },
      ImageAnswer,
    );
    return Id;
  } catch (error) {
    if (hasReason(error, "engine_not_found")) return null;
    throw error;
  }
}

/** Images of releases, a row for each of their tags. */
export async function listBuilds(api: EngineApi): Promise<Build[]> {
  const filters = { reference: REPOSITORIES.map((name) => `${name}:*`) };
  const images = await api.ask({ method: "GET", path: "/images/json", filters }, ImageListAnswer);
  return images.flatMap(({ Id, Created, RepoTags, Labels }) =>
    (RepoTags ?? []).map((image) => ({
      image,
      imageId: Id,
      build: Labels?.["berth.build"] || null,
      builtFrom: Labels?.["berth.built-from"] || null,
      createdAt: new Date(Created * SECOND_MS),
    })),
  );
}

/** @throws DomainError `unavailable` reason `image_missing`. */
export async function imageId(api: EngineApi, image: string): Promise<string> {
  const id = await findImageId(api, image);
  if (id !== null) return id;
  throw new DomainError(
    "unavailable",
    "image_missing",
    `The image ${image} is not on this machine. Ask whoever runs this Berth to run bin/up, which makes it again.`,
  );
}

/**
 * The same on any host: an image that only our own has is copied there first.
 * @throws DomainError `unavailable` reason `image_missing` when ours has it neither, or `host_unreachable`.
 */
export async function imageIdAt(swarm: SwarmApi, hostId: string, image: string): Promise<string> {
  const there = await swarm.at(hostId);
  const id = await findImageId(there, image);
  if (id !== null) return id;
  const own = await imageId(swarm, image);
  // Made in this very moment.
  if (await swarm.isOwn(hostId)) return own;
  await copyImage(swarm, there, image);
  return imageId(there, image);
}

async function copyImage(swarm: SwarmApi, there: EngineApi, image: string): Promise<void> {
  const signal = AbortSignal.timeout(COPY_MS);
  const packed = await swarm.stream({ method: "GET", path: "/images/get", query: { names: image } }, signal);
  await there.upload({ method: "POST", path: "/images/load", query: { quiet: true }, file: packed }, signal);
}

/** Has our own build of an image on each host that answers: what Swarm places looks for that one alone. */
export async function spreadImage(swarm: SwarmApi, image: string): Promise<void> {
  const own = await imageId(swarm, image);
  await ofEveryHost(swarm, async ({ api }) => {
    if ((await findImageId(api, own)) === null) await copyImage(swarm, api, image);
    return [];
  });
}
