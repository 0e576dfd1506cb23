import { DatabaseInput } from "@/lib/contract/databases";
import { getBackupConfig } from "@/lib/services/backups/get-backup-config";
import { listBackups } from "@/lib/services/backups/list-backups";
import { respond } from "@/lib/web/api";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ resourceId: string }> },
): Promise<Response> {
  return respond(async (ctx) => {
    const input = DatabaseInput.parse(await params);
    const [backups, config] = await Promise.all([listBackups(ctx, input), getBackupConfig(ctx, input)]);
    return { backups, config };
  });
}
