import { HAPROXY_IMAGE } from "../../core/databases/images";
import { engineOf } from "../../core/engines/engines";
import { versionOf } from "../../core/engines/versions";
import { DomainError, onlyUnavailable } from "../../core/errors";
import type { Context } from "../context";

/**
 * Looks for what a node of that version and its gateway are started from, before anything is begun. While the engine does not answer
 * nothing is known, and the operation itself waits for it. @throws DomainError `conflict` reason `image_missing`.
 */
export async function assertImages(
  { engine }: Pick<Context, "engine">,
  provider: string,
  version: string,
): Promise<void> {
  const own = engineOf(provider);
  const wanted = [
    { image: versionOf(own, version).image, what: `${own.name} ${version}` },
    { image: HAPROXY_IMAGE, what: "The gateway" },
  ];
  const present = await Promise.all(wanted.map(({ image }) => engine.hasImage(image))).catch(onlyUnavailable);
  const missing = wanted.find((_wanted, index) => present?.[index] === false);
  if (!missing) return;
  throw new DomainError(
    "conflict",
    "image_missing",
    `${missing.what} cannot be started: its image ${missing.image} is gone from the engine. Nothing was begun. Ask whoever runs this Berth to run bin/up, which makes it again.`,
  );
}
