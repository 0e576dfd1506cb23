import "server-only";
import { readMetrics } from "../runtime/metrics";

/** The answer to Prometheus. @throws DomainError `not_found` when metrics are off, `unauthenticated` with a wrong token. */
export async function metricsAnswer(request: Request): Promise<Response> {
  const { contentType, text } = await readMetrics(request.headers.get("authorization"));
  return new Response(text, { headers: { "content-type": contentType } });
}
