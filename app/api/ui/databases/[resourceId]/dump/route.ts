import { DatabaseInput } from "@/lib/contract/databases";
import { importDump } from "@/lib/services/backups/import-dump";
import { respond } from "@/lib/web/api";
import { sentFile } from "@/lib/web/sent-file";

/** Takes the file as it comes: it is never whole in memory. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(
    async (ctx) => importDump(ctx, { ...DatabaseInput.parse(await params), content: sentFile(request) }),
    201,
  );
}
