import { DomainError, hasReason } from "../../../core/errors";
import type { EngineApi } from "./api";
import { ImageAnswer } from "./schemas";

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
