import { respondPublic } from "@/lib/web/api";
import { metricsAnswer } from "@/lib/web/metrics";

export async function GET(request: Request): Promise<Response> {
  return respondPublic(() => metricsAnswer(request));
}
