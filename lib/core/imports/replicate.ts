import type { Engine } from "../engines/engine";
import { canReplicate, type Server, serverNamed } from "../engines/replication";
import { foreignModules } from "./decide";
import { isServerName } from "./relay";
import type { SourceAddress } from "./source";

/** How an import fills its node: key by key; as a replica of the source; or as one that stays so until somebody asks for the switch. */
export const IMPORT_MODES = ["copy", "replicate", "stay_in_step"] as const;
/** One of IMPORT_MODES. Stored: a name never changes once released. */
export type ImportMode = (typeof IMPORT_MODES)[number];

/** What following a source is decided by. `source` is as the port `RedisImports` tells it. */
export type ReplicationInput = {
  source: {
    /** Null where it does not say. */
    server: Server | null;
    role: "master" | "slave" | null;
    isCluster: boolean;
    modules: readonly string[];
    refusedCommands: readonly string[];
  };
  address: Pick<SourceAddress, "host" | "isTls" | "database">;
  isCertificateChecked: boolean;
  to: { engine: Engine; version: string };
};

/** Whether a new node can follow a source, or in words why not. */
export type ReplicationDecision = { allowed: true } | { allowed: false; reason: string; message: string };

/** What a replica says to its master; PSYNC is refused on most platforms. */
const NEEDED = ["PSYNC", "REPLCONF"];

/** An IPv4 address has no letters in its last part, an IPv6 address has colons. */
const isName = (host: string): boolean => isServerName(host) && !/^[\d.]+$/.test(host);

/** Says whether a node of that version can be a replica of the source. Asked before: a wrong pair empties the replica. */
export function decideReplication(input: ReplicationInput): ReplicationDecision {
  const { source, address, isCertificateChecked, to } = input;
  const refuse = (reason: string, message: string) => ({ allowed: false, reason, message }) as const;
  if (source.isCluster)
    return refuse(
      "source_is_cluster",
      "The source is one server of a cluster, which has replicas of its own.",
    );
  if (address.database !== null)
    return refuse("one_database", "A replica gets every database, and the URL names one alone.");
  const refused = NEEDED.filter((command) => source.refusedCommands.includes(command));
  if (refused.length > 0)
    return refuse(
      "replication_forbidden",
      `The source's user may not run ${refused.join(", ")}, which replicas need. Many platforms let nobody.`,
    );
  if (source.role === null || !source.server)
    return refuse("version_unknown", "The source's user may not run INFO, so that its version is not known.");
  if (source.role === "slave")
    return refuse("source_is_replica", "The source is a replica itself: give the URL of its master.");
  const modules = foreignModules(source.modules);
  if (modules.length > 0)
    return refuse("source_has_modules", `The source has modules that are not here: ${modules.join(", ")}.`);
  if (address.isTls && isCertificateChecked && !isName(address.host))
    return refuse(
      "no_server_name",
      "Its certificate can be checked against a name alone: give its name in the URL, or take any certificate.",
    );
  return canReplicate({ from: source.server, to: serverNamed(to.engine, to.version) });
}
