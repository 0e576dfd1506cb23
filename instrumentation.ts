/** Called by Next once, before the first request. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next puts the value in at build time, which keeps Node's modules out of its edge build.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { appendForwardedFor } = await import("./lib/web/forwarded-for");
  appendForwardedFor();
}
