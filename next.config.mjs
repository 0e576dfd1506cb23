const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // They are checked by `tsc`, once: whoever starts Berth need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // A pasted .env may have a million characters. Pages that nobody opens fill 90 MB.
  experimental: { serverActions: { bodySizeLimit: "4mb" }, preloadEntriesOnStart: false },
  // Native parts and workers of these cannot be bundled; the last is large, and only loaded where it is used.
  serverExternalPackages: ["dockerode", "docker-modem", "ssh2", "pino", "@aws-sdk/client-s3"],
  headers: () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};
