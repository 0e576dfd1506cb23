import { FindInput } from "@/lib/contract/find";
import { findThings } from "@/lib/services/find/find-things";
import { respond } from "@/lib/web/api";

export async function GET(request: Request): Promise<Response> {
  const input = FindInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  return respond((ctx) => findThings(ctx, input));
}
