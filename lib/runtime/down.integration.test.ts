import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { config } from "./config";
import { down } from "./down";
import { ensureInstance, INSTANCE_FILE } from "./instance";
import { shiftOf } from "./shift";

const database = withDatabase();

test("nothing is taken away while another Berth of the instance runs", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "berth-test-"));
  vi.stubEnv("BERTH_DATA_DIR", dataDir);
  vi.stubEnv("DATABASE_URL", database.url());
  try {
    await ensureInstance(config());
    await shiftOf("worker-2", "another").beat();
    await expect(down(() => {}, { isPurge: true })).rejects.toMatchObject({
      reason: "others_run",
      message: expect.stringContaining("worker-2"),
    });
    expect(existsSync(join(dataDir, INSTANCE_FILE))).toBe(true);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
