import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the types of answers to pages are made of. */
const SHAPE_DIRS = ["lib/contract", "lib/core"];

/** The same for the same release wherever it is built, so that a page of one Berth reads the answers of another. */
function nameShapes() {
  const hash = createHash("sha256");
  for (const dir of SHAPE_DIRS)
    for (const file of readdirSync(dir, { recursive: true, encoding: "utf8" }).sort())
      if (/(?<!\.test)\.ts$/.test(file)) hash.update(readFileSync(join(dir, file)));
  return hash.digest("hex").slice(0, 16);
}

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

/** @type {import("next").NextConfig} */
export default {
  env: { BERTH_SHAPES: nameShapes() },
  poweredByHeader: false,
  // They are checked by `tsc`, once: whoever starts Berth need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // A pasted .env may have a million characters. Pages that nobody opens fill 90 MB.
  experimental: { serverActions: { bodySizeLimit: "4mb" }, preloadEntriesOnStart: false },
  // Native parts and workers of these cannot be bundled; the last is large, and only loaded where it is used.
  serverExternalPackages: ["dockerode", "docker-modem", "ssh2", "pino", "@aws-sdk/client-s3"],
  headers: () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};
