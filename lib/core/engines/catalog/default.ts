import { type Catalog, sorted } from "./release";
import file from "./releases.json" with { type: "json" };
import type { Line, Release } from "./schema";

// Safe: a test holds the file against its schema, which pages need not load.
const content = () => file as { lines: Line[]; releases: Release[] };

/** What Berth itself knows of an engine's lines, oldest first: tried between each two of them, so that an operator does not change it. */
export const linesOf = (engine: string): Line[] => content().lines.filter((line) => line.engine === engine);

/** What Berth offers where an operator says nothing else. */
export const DEFAULT_CATALOG: Catalog = sorted(content().releases);
