import { DomainError } from "../core/errors";
import { type AppRow, takenError } from "./apps";
import { isUniqueViolation, type Tx } from "./client";

/** What an app runs, but its variables. */
export type SourceRow = Pick<AppRow, "source" | "image" | "command" | "containerPort" | "publishedPort">;

/** What a deployment goes from and to. */
export type SourceChange = {
  wanted: SourceRow;
  /** Null when nothing has ever run: there is nothing to go back to. */
  former: SourceRow | null;
  /** Of the app with what is wanted. */
  revision: number;
  /** True when containers ran with everything that was wanted before. */
  wasApplied: boolean;
};

/** The source alone, always in this order. */
export const sourceOf = ({ source, image, command, containerPort, publishedPort }: SourceRow): SourceRow => ({
  source,
  image,
  command,
  containerPort,
  publishedPort,
});

/** Gives the app another source. @throws DomainError `conflict` with the field whose value another app has. */
export async function setAppSource(tx: Tx, id: string, source: SourceRow): Promise<void> {
  try {
    await tx.app.update({ where: { id }, data: source, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw takenError(error);
  }
}

/**
 * The port that an app has just been given is none that another one goes back to when its deployment fails. Asked after it was given: before,
 * the other one has it, and after, this sees its deployment. @throws DomainError `conflict`.
 */
export async function assertPortUnclaimed(
  tx: Tx,
  { id, publishedPort }: Pick<AppRow, "id" | "publishedPort">,
): Promise<void> {
  if (publishedPort === null) return;
  const claims = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM operations o WHERE o.kind = 'deploy' AND o."finishedAt" IS NULL AND o."appId" <> ${id}::uuid
      AND (o.change #>> '{source,former,publishedPort}')::int = ${publishedPort} LIMIT 1`;
  if (claims.length === 0) return;
  const message = "Another app is just being deployed away from this port. Try again once that has ended.";
  throw new DomainError("conflict", "taken", message, { fields: { publishedPort: [message] } });
}
