import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { config } from "../lib/runtime/config";
import { ensureInstance } from "../lib/runtime/instance";
import { withDatabase } from "./postgres";

/** Gives the tests of a file an instance with a data folder of its own, whose records are in a database of its own. */
export function withOwnInstance(): void {
  const db = withDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "berth-test-web-"));
  beforeAll(async () => {
    vi.stubEnv("BERTH_DATA_DIR", dataDir);
    vi.stubEnv("DATABASE_URL", db.url());
    vi.stubEnv("BERTH_LOG_LEVEL", "error");
    await ensureInstance(config());
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
}
