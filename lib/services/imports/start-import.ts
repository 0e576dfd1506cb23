import type { StartImportInput } from "../../contract/imports";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import type { ImportMode } from "../../core/imports/replicate";
import { readSourceUrl, sourceName } from "../../core/imports/source";
import type { StepOf } from "../../core/operations/steps";
import { countStaying, insertImport } from "../../db/imports";
import { requireDatabase, requireScope } from "../access";
import { replaceData } from "../backups/replace-data";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { readImportFacts, refusal } from "./facts";

const FOLLOWING = ["open-relay", "follow-source", "leave-source"] as const;
/** What each mode has nothing to do in. */
const WITHOUT_STEPS: Record<ImportMode, readonly StepOf<"import">[]> = {
  copy: [...FOLLOWING, "stay-in-step"],
  replicate: ["copy-keys", "stay-in-step"],
  // Compared with the switch.
  stay_in_step: ["copy-keys", "check-data"],
};

/** Each keeps a worker's hand busy for as long as it stays. */
const STAYING_MAX = 8;
const TOO_MANY = {
  reason: "too_many_in_step",
  message: `${STAYING_MAX} imports stay in step already. Switch or cancel one of them first.`,
};
const NO_PACE = {
  reason: "pace_of_replica",
  message: "Keys a second can be limited for a copy alone: a replica takes what the source sends.",
};

/**
 * Begins the import of a Redis outside into a running database: its keys are copied into a new Redis, or it follows the source, at once
 * or until `switchImport`, and takes over; the present data is backed up first and kept for a day for an undo. @throws DomainError as `checkImport` does, and `conflict` for what that says cannot
 * be; reason `data_present` without the yes to replacing keys; without room; while another operation runs (named).
 */
export async function startImport(ctx: Context, input: StartImportInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const {
    url,
    isCertificateChecked = true,
    acceptsLoss = false,
    keysPerSecondMax = null,
    mode = "copy",
  } = input;
  const facts = await readImportFacts(ctx, addon, { url, isCertificateChecked });
  const { decision, replication, info } = facts;
  if (!decision.allowed) throw refusal(decision);
  if (mode !== "copy" && !replication.allowed) throw refusal(replication, "mode");
  if (mode !== "copy" && keysPerSecondMax !== null) throw refusal(NO_PACE, "mode");
  const presentKeys = info?.keys ?? 0;
  if (presentKeys > 0 && !acceptsLoss) throw dataPresent(presentKeys);
  const address = readSourceUrl(url);
  const replacing = await replaceData(ctx, { ...facts, isBackedUp: presentKeys > 0 });
  return startOperation(ctx, app, {
    kind: "import",
    events: [],
    ...replacing,
    withoutSteps: [...replacing.withoutSteps, ...WITHOUT_STEPS[mode]],
    before: async () => {
      if (mode === "stay_in_step" && (await countStaying()) >= STAYING_MAX) throw refusal(TOO_MANY, "mode");
    },
    after: async (tx, operationId) => {
      await replacing.after(tx, operationId);
      await insertImport(tx, {
        operationId,
        source: address ? sourceName(address) : "",
        urlEncrypted: ctx.cipher.encrypt(url),
        isCertificateChecked,
        way: decision.way,
        keysPerSecondMax,
        mode,
      });
    },
  });
}

function dataPresent(keys: number): DomainError {
  const message = `The database holds ${keys} ${keys === 1 ? "key" : "keys"}, which the imported ones replace: confirm that.`;
  return new DomainError("conflict", "data_present", message, { fields: { acceptsLoss: [message] } });
}
