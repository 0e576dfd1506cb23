import { DomainError } from "../../core/errors";
import { withoutLastLines } from "../../core/operations/last-lines";
import type { OperationKind } from "../../core/operations/state";
import { type Tx, transaction } from "../../db/client";
import { finishOperation, loadOperation, setOperationRunning } from "../../db/operations";
import type { Deps } from "../deps";

/** Marks the operation of an app's containers as running and answers the app; `kind` is not among what an earlier version remembered. */
export async function beginForApp(
  { step }: Deps,
  operationId: string,
): Promise<{ appId: string; kind?: OperationKind }> {
  return step("begin", async () => {
    await setOperationRunning(operationId);
    const { appId, kind } = await loadOperation(operationId);
    return { appId, kind };
  });
}

/** Marks the operation of a database as running and answers it with its app. */
export async function beginForDatabase(
  { step }: Deps,
  operationId: string,
): Promise<{ appId: string; databaseId: string }> {
  return step("begin", async () => {
    await setOperationRunning(operationId);
    const { appId, databaseId } = await loadOperation(operationId);
    if (databaseId === null) throw new Error(`operation ${operationId} is of no database`);
    return { appId, databaseId };
  });
}

/** Ends the operation well, with `record` in the same transaction. */
export async function succeed(
  { step }: Deps,
  operationId: string,
  record?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await step("succeed", () =>
    transaction(async (tx) => {
      await record?.(tx);
      await finishOperation(tx, operationId, null);
    }),
  );
}

/** Of an operation whose story nobody tells any more. */
export const WORKFLOW_LOST = "workflow_lost";

/**
 * Of a change whose new node serves, or may serve, and the records do not say so: nothing of it is taken back. It comes out of the story
 * as a fault of ours does; what is lost is asked who serves, again and again, before anything ends.
 */
export const takeOverOpen = (cause: unknown): DomainError =>
  new DomainError(
    "internal",
    "take_over_open",
    "The new Redis serves, or may serve, and the records could not be told. Nothing is taken back; Berth looks again every minute.",
    { cause },
  );

/** Goes on after a refusal; anything else (a crash among them) is thrown on. */
export function onlyDomainErrors(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

/** Does each part in its turn, whatever the others are refused. @throws the first refusal. */
export async function each(parts: readonly (() => Promise<void>)[]): Promise<void> {
  let refusal: unknown;
  for (const part of parts)
    await part().catch((error: unknown) => {
      onlyDomainErrors(error);
      refusal ??= error;
    });
  if (refusal) throw refusal;
}

/**
 * Ends the operation as failed, with its reason. What `clean` cannot take away now (the engine may be the very thing that is
 * gone) is taken away by the sweep; a failed operation never waits for it.
 */
export async function fail(
  { step }: Deps,
  operationId: string,
  error: unknown,
  undo?: { clean?: () => Promise<void>; record: (tx: Tx, reason: string) => Promise<void> },
): Promise<void> {
  if (!(error instanceof DomainError)) throw error;
  if (undo?.clean) await step("roll-back", undo.clean).catch(onlyDomainErrors);
  await step("fail", () =>
    transaction(async (tx) => {
      await undo?.record(tx, withoutLastLines(error.message));
      await finishOperation(tx, operationId, { reason: error.reason, message: error.message });
    }),
  );
}
