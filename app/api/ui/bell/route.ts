import { LookAtBellInput } from "@/lib/contract/bell";
import { getBell } from "@/lib/services/bell/get-bell";
import { lookAtBell } from "@/lib/services/bell/look-at-bell";
import { respond } from "@/lib/web/api";

export async function GET(): Promise<Response> {
  return respond((ctx) => getBell(ctx));
}

export async function POST(request: Request): Promise<Response> {
  return respond(async (ctx) => {
    const { searchParams } = new URL(request.url);
    await lookAtBell(ctx, LookAtBellInput.parse(Object.fromEntries(searchParams)));
    return {};
  });
}
