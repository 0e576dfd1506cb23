import { HAPROXY_IMAGE } from "../../core/databases/images";
import { newestImage } from "../../core/engines/builds";
import { engineOf } from "../../core/engines/engines";
import { nodeImage } from "../../core/engines/versions";
import { DomainError, onlyUnavailable } from "../../core/errors";
import type { Context } from "../context";

/**
 * What a new node of that version is started from: the newest build that is there, null for the image that the version alone names. While
 * the engine does not answer nothing is known, and the operation itself waits for it. @throws DomainError `conflict` reason `image_missing`.
 */
export async function chooseImage(
  { engine }: Pick<Context, "engine">,
  wanted: { engine: string; version: string },
): Promise<string | null> {
  const builds = await engine.listBuilds().catch(onlyUnavailable);
  const image = builds && newestImage(builds, wanted.engine, wanted.version);
  await assertImages({ engine }, { ...wanted, image });
  return image;
}

/**
 * Looks for what a node and its gateway are started from, before anything is begun; while the engine does not answer nothing is known.
 * @throws DomainError `conflict` reason `image_missing`.
 */
export async function assertImages(
  { engine }: Pick<Context, "engine">,
  node: { engine: string; version: string; image: string | null },
): Promise<void> {
  const wanted = [
    { image: nodeImage(node.engine, node), what: `${engineOf(node.engine).name} ${node.version}` },
    { image: HAPROXY_IMAGE, what: "The gateway" },
  ];
  const present = await Promise.all(wanted.map(({ image }) => engine.hasImage(image))).catch(onlyUnavailable);
  const missing = wanted.find((_wanted, index) => present?.[index] === false);
  if (!missing) return;
  throw new DomainError(
    "conflict",
    "image_missing",
    `${missing.what} cannot be started: its image ${missing.image} is not on the engine. Nothing was begun. Ask whoever runs this Berth to run bin/up, which makes it again, or for a release that is made on demand bin/admin engines build ${node.engine}:${node.version}.`,
  );
}
