import { PreviewRestoreInput } from "@/lib/contract/restores";
import { previewRestore } from "@/lib/services/backups/preview-restore";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string; backupId: string }> },
): Promise<Response> {
  return respond(async (ctx) => previewRestore(ctx, PreviewRestoreInput.parse(await params)));
}
