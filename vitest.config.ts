import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));
const ignored = ["**/node_modules/**", "**/.next/**", "**/dist/**", "e2e/**"];
const setupFiles = ["tests/setup.ts"];

/** Minutes each, on the real engine, in every form of a fault: what a slow machine has no time for comes last. */
const LAST = [
  /tests\/engine\//,
  /engine\/(failover|import|move)/,
  /lost-volumes/,
  /engine\/(hand-off-(kill|faults)|group-changes|kept-features)/,
  /own-files/,
  /engine-kill/,
];

/** What of a process they change they put back, so that one process runs many of them: to load all modules anew takes seconds each time. */
const SHARED = ["lib/{sampling,services,workflows}/**/*.integration.test.ts"];

/** Those of one process after another. */
const placeOf = ({ moduleId, project }: TestSpecification): number =>
  project.config.isolate ? LAST.findLastIndex((pattern) => pattern.test(moduleId)) : -2;

/** The order of files; those of one place come as the machine measured them, the longest first. */
class ByPlace extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}

const integration = {
  globalSetup: ["tests/postgres-server.ts"],
  runner: "./tests/in-time.ts",
  setupFiles,
  testTimeout: 180_000,
  hookTimeout: 360_000,
  maxWorkers: 2,
};

export default defineConfig({
  resolve: {
    alias: { "@": root.replace(/\/$/, ""), "server-only": `${root}node_modules/server-only/empty.js` },
  },
  test: {
    sequence: { sequencer: ByPlace },
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...ignored, "**/*.integration.test.ts"],
          setupFiles,
          testTimeout: 30_000,
          // Many start the command line and wait for it.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: "integration-shared",
          include: SHARED,
          exclude: ignored,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: [...ignored, ...SHARED],
          // Its own import of next/headers has to meet the one that tests of lib/web put in its place.
          server: { deps: { inline: [/better-auth/] } },
        },
      },
    ],
  },
});
