import "server-only";
import type { PlatformHealthView } from "../contract/health";
import { platform } from "../runtime/container";
import { getPlatformHealth } from "../services/platform/get-platform-health";

/** How the parts of this Berth are, for `GET /api/health`. */
export async function platformHealth(): Promise<PlatformHealthView> {
  return getPlatformHealth(platform());
}
