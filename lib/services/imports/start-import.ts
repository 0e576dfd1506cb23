import type { StartImportInput } from "../../contract/imports";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { readSourceUrl, sourceName } from "../../core/imports/source";
import { insertImport } from "../../db/imports";
import { requireDatabase, requireScope } from "../access";
import { replaceData } from "../backups/replace-data";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { readImportFacts, refusal } from "./facts";

/**
 * Begins the import of a Redis outside into a running database: its keys are copied into a new Redis, which takes over; the present data
 * is backed up first and kept for a day for an undo. @throws DomainError as `checkImport` does, and `conflict` for what that says cannot
 * be; reason `data_present` without the yes to replacing keys; without room; while another operation runs (named).
 */
export async function startImport(ctx: Context, input: StartImportInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { url, isCertificateChecked = true, acceptsLoss = false, keysPerSecondMax = null } = input;
  const facts = await readImportFacts(ctx, addon, { url, isCertificateChecked });
  const { decision, info } = facts;
  if (!decision.allowed) throw refusal(decision);
  const presentKeys = info?.keys ?? 0;
  if (presentKeys > 0 && !acceptsLoss) throw dataPresent(presentKeys);
  const address = readSourceUrl(url);
  const replacing = await replaceData(ctx, { ...facts, isBackedUp: presentKeys > 0 });
  return startOperation(ctx, app, {
    kind: "import",
    events: [],
    ...replacing,
    after: async (tx, operationId) => {
      await replacing.after(tx, operationId);
      await insertImport(tx, {
        operationId,
        source: address ? sourceName(address) : "",
        urlEncrypted: ctx.cipher.encrypt(url),
        isCertificateChecked,
        way: decision.way,
        keysPerSecondMax,
      });
    },
  });
}

function dataPresent(keys: number): DomainError {
  const message = `The database holds ${keys} ${keys === 1 ? "key" : "keys"}, which the imported ones replace: confirm that.`;
  return new DomainError("conflict", "data_present", message, { fields: { acceptsLoss: [message] } });
}
