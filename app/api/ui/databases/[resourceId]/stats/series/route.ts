import { SeriesInput } from "@/lib/contract/stats";
import { getSeries } from "@/lib/services/stats/get-series";
import { respond } from "@/lib/web/api";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  return respond(async (ctx) => getSeries(ctx, SeriesInput.parse({ ...asked, ...(await params) })));
}
