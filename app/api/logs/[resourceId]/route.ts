import { respondPublic } from "@/lib/web/api";
import { answerLogs } from "@/lib/web/rest/logs";

/** Where `GET /api/databases/:id/logs` leads. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respondPublic(async ({ requestId }) => {
    const { url, headers, signal } = request;
    return answerLogs({ url, headers, resourceId: (await params).resourceId, requestId }, signal);
  });
}
