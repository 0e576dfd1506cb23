import { engineOf } from "../../core/engines/engines";
import { DomainError } from "../../core/errors";
import { decideImport, type ImportDecision } from "../../core/imports/decide";
import { getKnown, offeredPlans } from "../../core/plans/catalog";
import type { AddonRow } from "../../db/addons";
import type { ImportSource, SourceLook } from "../../ports/redis-import";
import { type RestoreFacts, readRestoreFacts } from "../backups/restore-facts";
import type { Ports } from "../context";
import { assertHostThere } from "../databases/host-there";

/** What an import into a database rests on, asked of both now. */
type ImportFacts = RestoreFacts & { look: SourceLook; decision: ImportDecision };

/**
 * @throws DomainError as the port's `look` does; `conflict` unless the database is running; `unavailable` when it does not answer.
 */
export async function readImportFacts(
  ports: Ports,
  addon: AddonRow,
  source: ImportSource,
): Promise<ImportFacts> {
  const facts = await readRestoreFacts(ports, addon);
  await assertHostThere(facts.active, "An import needs the database to answer.");
  const look = await ports.imports.look(source);
  const { planId, engine, version } = facts.active;
  const to = { engine: engineOf(engine), version, plan: getKnown(ports.plans, planId) };
  return { ...facts, look, decision: decideImport({ source: look, to, plans: offeredPlans(ports.plans) }) };
}

/** What is refused: most of it is mended at the source or by another plan. */
export const refusal = ({ reason, message }: ImportDecision & { allowed: false }): DomainError =>
  new DomainError("conflict", reason, message, { fields: { url: [message] } });
