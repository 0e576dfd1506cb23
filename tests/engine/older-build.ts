import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const Manifest = z.tuple([z.looseObject({ Config: z.string(), RepoTags: z.array(z.string()) })]);
const ImageConfig = z.looseObject({
  config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }),
});

/**
 * The same files as an image of long ago, under a tag of its own: nobody takes it for the newest, also of those who share the engine.
 * Returns the tag, and how to remove it.
 */
export function makeOlderBuild(image: string): { image: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "berth-image-"));
  const shell = (script: string) =>
    execFileSync("bash", ["-euo", "pipefail", "-c", script], { env: { ...process.env, folder, image } });
  const path = (name: string) => join(folder, name);
  const read = (name: string): unknown => JSON.parse(readFileSync(path(name), "utf8"));
  try {
    shell(`docker save "$image" | tar -x -C "$folder"`);
    const [manifest] = Manifest.parse(read("manifest.json"));
    const content = ImageConfig.parse(read(manifest.Config));
    const tag = `${image}-0-test${randomBytes(4).toString("hex")}`;
    const labels = { ...content.config.Labels, "berth.build": tag.slice(tag.lastIndexOf(":") + 1) };
    const older = {
      ...content,
      created: "2020-01-01T00:00:00Z",
      config: { ...content.config, Labels: labels },
    };
    writeFileSync(path("older.json"), JSON.stringify(older));
    writeFileSync(
      path("manifest.json"),
      JSON.stringify([{ ...manifest, Config: "older.json", RepoTags: [tag] }]),
    );
    rmSync(path("repositories"), { force: true });
    shell(`tar -C "$folder" -c . | docker load`);
    return { image: tag, remove: () => void execFileSync("docker", ["rmi", "-f", tag]) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
