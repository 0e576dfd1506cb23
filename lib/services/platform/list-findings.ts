import type { PartView } from "../../contract/health";
import { nodeName } from "../../core/databases/names";
import { waysOut } from "../../core/databases/node-volume";
import { DomainError, isUnavailable } from "../../core/errors";
import { hostTrouble } from "../../core/hosts/state";
import { checkDatabase } from "../../db/check-database";
import { type LostDatabase, listLostDatabases } from "../../db/databases";
import { listDatabasesByHost, listKnownHosts } from "../../db/hosts";
import type { IdentityProvider } from "../../ports/identity-provider";
import { getPlatformHealth, type PlatformParts } from "./get-platform-health";

/** What is looked at beside the parts themselves. */
export type DoctorParts = PlatformParts & {
  instance: string;
  databaseUrl: string;
  /** By whom people can sign in beside the password, if anybody. */
  identityProvider?: Pick<IdentityProvider, "issuer" | "probe"> | null;
};

/** Every part of this Berth, well or with what to do, and each database whose data is gone: for operators and administrators. */
export async function listFindings(parts: DoctorParts): Promise<PartView[]> {
  const { instance, databaseUrl, identityProvider: provider } = parts;
  const [health, sessions, lost, hosts, ...signIn] = await Promise.all([
    getPlatformHealth(parts),
    // Only an operator can change whether what answers as PostgreSQL keeps sessions apart.
    check({ name: "sessions", detail: null }, () => checkDatabase(databaseUrl)),
    listLostDatabases().catch(whileRecordsAreAway),
    listHostTroubles().catch(whileRecordsAreAway),
    ...(provider ? [check({ name: "sign-in", detail: provider.issuer }, () => provider.probe())] : []),
  ]);
  const losses = lost.map((database) => lossOf(instance, database));
  return [...health.parts, sessions, ...signIn, ...hosts, ...losses];
}

async function check(part: Pick<PartView, "name" | "detail">, work: () => Promise<void>): Promise<PartView> {
  try {
    await work();
    return { ...part, isHealthy: true, reason: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = part.detail === null ? error.message : `${error.message} It was asked at ${part.detail}.`;
    return { ...part, isHealthy: false, reason };
  }
}

/** What PostgreSQL says of itself tells that it is away. */
function whileRecordsAreAway(error: unknown): [] {
  if (!isUnavailable(error)) throw error;
  return [];
}

/** Each host that is away and has databases; one that left without any is no matter. */
async function listHostTroubles(): Promise<PartView[]> {
  const troubles = (await listKnownHosts()).flatMap((host) => {
    const trouble = hostTrouble(host);
    return trouble === null ? [] : [{ ...host, trouble }];
  });
  const databases = await listDatabasesByHost(troubles.map(({ id }) => id));
  return troubles.flatMap(({ id, name, state, trouble }) => {
    const standing = databases.get(id) ?? [];
    if (standing.length === 0 && state !== "down") return [];
    const of = standing.length === 0 ? "No database" : standing.join(", ");
    return [{ name, isHealthy: false, detail: null, reason: `${trouble} Stands there: ${of}.` }];
  });
}

function lossOf(instance: string, { resourceId, nodeNumber, hostName, dataGoneAt }: LostDatabase): PartView {
  const volumeName = nodeName({ instance, resourceId }, nodeNumber);
  const reason = `Its data is gone from the engine, noticed ${dataGoneAt.toISOString()}. ${waysOut({ volumeName, hostName }).join(" ")}`;
  return { name: resourceId, isHealthy: false, detail: null, reason };
}
