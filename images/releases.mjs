// Prints a line for each release of Berth's own catalog: its name, its reference in a registry and its Debian suite, `-` for none, and `on-demand`
// where it is only made when it is named.
import { readFileSync } from "node:fs";

const path = new URL("../lib/core/engines/catalog/releases.json", import.meta.url);
for (const { engine, version, sources, isOnDemand } of JSON.parse(readFileSync(path, "utf8")).releases) {
  const { registry, digest } = sources.find((source) => source.registry) ?? { registry: "-" };
  const { debian = "-" } = sources.find((source) => source.debian) ?? {};
  process.stdout.write(
    `${engine}:${version} ${digest ? `${registry}@${digest}` : registry} ${debian}${isOnDemand ? " on-demand" : ""}\n`,
  );
}
