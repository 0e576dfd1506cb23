import { setTimeout as delay } from "node:timers/promises";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import { currentStepLine, effectLine, finishedStepLines } from "./render/steps";
import type { Session } from "./session";
import type { Operation } from "./wire";

const POLL_MS = 400;

/**
 * Asks for an operation until it has ended, and tells each step as it ends unless asked to be silent; `look` sees each answer, and may throw.
 * @throws Failure with the reason when it failed.
 */
export async function follow(
  session: Session,
  key: { app: string; operationId: string },
  look: (operation: Operation) => void = () => {},
): Promise<Operation> {
  const { terminal } = session;
  const isShown = session.waiting === "with steps";
  let isInEffect = false;
  for (let told = 0; ; ) {
    const { operation } = await fetchOperation(session, key);
    const finished = finishedStepLines(operation, terminal.colour);
    for (const line of isShown ? finished.slice(told) : []) terminal.note(line);
    told = finished.length;
    if (operation.status === "done") return operation;
    if (operation.status === "error") throw failed(operation);
    look(operation);
    if (isShown && !isInEffect && operation.took_effect_at !== null)
      terminal.note(effectLine(operation, terminal.colour));
    isInEffect = operation.took_effect_at !== null;
    if (isShown) terminal.flash(currentStepLine(operation));
    await delay(POLL_MS);
  }
}

/** Waits for what a command claims to have done; false when the person does not want to wait for it. */
export async function isDone(
  session: Session,
  { app, operationId }: { app: string; operationId: string | null },
): Promise<boolean> {
  if (session.waiting === "no") return false;
  if (operationId !== null) await follow(session, { app, operationId });
  return true;
}

export const fetchOperation = async (
  session: Session,
  { app, operationId }: { app: string; operationId: string },
): Promise<{ operation: Operation }> =>
  (await session.call(APP_ROUTES.getOperation, { params: { app, operation: operationId } })).data;

const failed = ({ type, error, app_name, id }: Operation): Failure =>
  new Failure(EXIT.failed, `The operation failed: ${error ?? "no reason was given"}`, [
    `Its steps: berth --app ${app_name} operations ${id}`,
    ...(type === "provision" ? ["Remove what is left of the addon, then try again."] : []),
  ]);
