import { respondPublic } from "@/lib/web/api";
import { platformHealth } from "@/lib/web/health";

export async function GET(): Promise<Response> {
  return respondPublic(platformHealth, ({ status }) => (status === "ok" ? 200 : 503));
}
