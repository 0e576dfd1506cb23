import { type Build, REPOSITORIES } from "../../../core/engines/builds";
import { DomainError, hasReason } from "../../../core/errors";
import { SECOND_MS } from "../../../core/units";
import type { EngineApi } from "./api";
import { ImageAnswer, ImageListAnswer } from "./schemas";

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
