import type { CheckImportInput, ImportCheckView } from "../../contract/imports";
import { readSourceUrl, sourceName } from "../../core/imports/source";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { readImportFacts } from "./facts";

/**
 * Looks at a Redis outside and at the database, and says what an import would do. Nothing is written to either.
 * @throws DomainError `not_found`; `unavailable` when one of both does not answer; `invalid` for an address that must not be reached;
 * `conflict` when the source does not let Berth in.
 */
export async function checkImport(ctx: Context, input: CheckImportInput): Promise<ImportCheckView> {
  requireScope(ctx, "write");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { url, isCertificateChecked = true } = input;
  const { look, decision, replication, info } = await readImportFacts(ctx, addon, {
    url,
    isCertificateChecked,
  });
  const address = readSourceUrl(url);
  return {
    source: address ? sourceName(address) : "",
    sourceName: look.name,
    usedMemoryBytes: look.usedMemoryBytes,
    keysByDatabase: look.keysByDatabase,
    keys: Object.values(look.keysByDatabase).reduce((sum, keys) => sum + keys, 0),
    modules: look.modules,
    present: info && { keys: info.keys, usedMemoryBytes: info.usedMemoryBytes, version: info.version },
    way: decision.allowed ? decision.way : null,
    replication: decision.allowed
      ? {
          isAllowed: replication.allowed,
          reason: replication.allowed ? null : replication.reason,
          message: replication.allowed ? null : replication.message,
        }
      : null,
    notes: decision.allowed ? decision.notes : [],
    isAllowed: decision.allowed,
    reason: decision.allowed ? null : decision.reason,
    message: decision.allowed ? null : decision.message,
  };
}
