import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));
const ignored = ["**/node_modules/**", "**/.next/**", "**/dist/**", "e2e/**"];
const setupFiles = ["tests/setup.ts"];

/** Minutes each, on the real engine: whichever came last would run alone. The two with an engine of their own are kept apart. */
const LONG = [
  /hand-off-kill/,
  /engine-kill/,
  /own-files/,
  /engine\/hand-off/,
  /lost-volumes/,
  /tests\/engine\//,
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((pattern) => pattern.test(moduleId));
  return place < 0 ? LONG.length : place;
};

/** The order of files on a machine that has not measured them yet. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  resolve: {
    alias: { "@": root.replace(/\/$/, ""), "server-only": `${root}node_modules/server-only/empty.js` },
  },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...ignored, "**/*.integration.test.ts"],
          setupFiles,
          // Many start the command line and wait for it.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: ignored,
          globalSetup: ["tests/postgres-server.ts"],
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          // Its own import of next/headers has to meet the one that tests of lib/web put in its place.
          server: { deps: { inline: [/better-auth/] } },
        },
      },
    ],
  },
});
