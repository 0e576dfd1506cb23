import { defineConfig } from "@playwright/test";

/** Journeys in a real browser against a Berth of their own on the real engine: one after the other, in the order of the projects. */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: false,
  workers: 1,
  // Of a whole story; each wait within it has a limit of its own.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  projects: [
    { name: "start", testMatch: "set-up.ts", teardown: "stop" },
    { name: "people", testMatch: "people.spec.ts", dependencies: ["start"] },
    { name: "journeys", testMatch: "*.spec.ts", testIgnore: "people.spec.ts", dependencies: ["people"] },
    { name: "stop", testMatch: "tear-down.ts" },
  ],
  use: {
    actionTimeout: 30_000,
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      executablePath: "/usr/bin/chromium-headless-shell",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    trace: "off",
    screenshot: "only-on-failure",
  },
});
