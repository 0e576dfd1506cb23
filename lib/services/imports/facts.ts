import { engineOf } from "../../core/engines/engines";
import { DomainError } from "../../core/errors";
import { decideImport, type ImportDecision } from "../../core/imports/decide";
import { decideReplication, type ReplicationDecision } from "../../core/imports/replicate";
import { readSourceUrl } from "../../core/imports/source";
import { getKnown, offeredPlans } from "../../core/plans/catalog";
import type { AddonRow } from "../../db/addons";
import type { ImportSource, SourceLook } from "../../ports/redis-import";
import { type RestoreFacts, readRestoreFacts } from "../backups/restore-facts";
import type { Ports } from "../context";
import { assertHostThere } from "../databases/host-there";

/** What an import into a database rests on, asked of both now. */
type ImportFacts = RestoreFacts & {
  look: SourceLook;
  decision: ImportDecision;
  replication: ReplicationDecision;
};

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
  const decision = decideImport({ source: look, to, plans: offeredPlans(ports.plans) });
  const address = readSourceUrl(source.url);
  const { isCertificateChecked } = source;
  const replication: ReplicationDecision = address
    ? decideReplication({ source: look, address, isCertificateChecked, to })
    : { allowed: false, reason: "source_url", message: "The URL is none of a Redis." };
  return { ...facts, look, decision, replication };
}

/** What is refused: most of it is mended at the source or by another plan. */
export const refusal = (
  { reason, message }: { reason: string; message: string },
  field: "url" | "mode" = "url",
): DomainError => new DomainError("conflict", reason, message, { fields: { [field]: [message] } });
