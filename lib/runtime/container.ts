import { join } from "node:path";
import type { Duplex } from "node:stream";
import { ageArchives } from "../adapters/archives/age";
import { aesGcmCipher } from "../adapters/cipher/aes-gcm";
import { dockerodeContainerLogs } from "../adapters/docker/dockerode/container-logs";
import { dockerodeContainerStats } from "../adapters/docker/dockerode/container-stats";
import { dockerodeEngine } from "../adapters/docker/dockerode/engine";
import { haproxyGateways } from "../adapters/gateway/haproxy";
import { newGuard } from "../adapters/messages/guard";
import { networkMessenger } from "../adapters/messages/messenger";
import { webauthnPasskeys } from "../adapters/passkeys/webauthn";
import { redisAdmin } from "../adapters/redis/admin";
import { redisData } from "../adapters/redis/data";
import { linkDoor } from "../adapters/redis/door";
import { redisDumps } from "../adapters/redis/dump";
import { redisGroups } from "../adapters/redis/groups";
import { redisImports } from "../adapters/redis/import/import";
import { probeLink } from "../adapters/redis/probe-link";
import { redisReplication } from "../adapters/redis/replication";
import { redisStats } from "../adapters/redis/stats";
import { redisUsers } from "../adapters/redis/users";
import { openStorage } from "../adapters/storage/open";
import { withHighlyAvailable } from "../core/availability/offer";
import type { PortRange } from "../core/databases/public-ports";
import type { Catalog } from "../core/engines/catalog/release";
import type { Plan } from "../core/plans/catalog";
import { MINUTE_MS } from "../core/units";
import { connectDatabase } from "../db/client";
import type { Archives } from "../ports/archives";
import type { BackupKey } from "../ports/backup-key";
import type { OpenStorage } from "../ports/backup-storage";
import type { PlatformAuthority } from "../ports/certificate-authority";
import type { Cipher } from "../ports/cipher";
import type { ContainerLogs } from "../ports/container-logs";
import type { ContainerStats } from "../ports/container-stats";
import type { DatabaseDoor } from "../ports/database-door";
import type { DockerEngine } from "../ports/docker-engine";
import type { Gateways } from "../ports/gateways";
import type { Groups } from "../ports/groups";
import type { IdentityProvider } from "../ports/identity-provider";
import type { Messenger } from "../ports/messenger";
import type { Passkeys } from "../ports/passkeys";
import type { RedisAdmin } from "../ports/redis-admin";
import type { RedisData } from "../ports/redis-data";
import type { RedisDumps } from "../ports/redis-dump";
import type { RedisImports } from "../ports/redis-import";
import type { RedisReplication } from "../ports/redis-replication";
import type { RedisStatsReader } from "../ports/redis-stats";
import type { RedisUsers } from "../ports/redis-users";
import type { TokenSigner } from "../ports/token-signer";
import { trustedAuthorities } from "./authorities";
import { platformBackupKey } from "./backup-key";
import { authorityOf, linkOf } from "./certificates";
import { readSshRefusal } from "./check-ports";
import { baseUrlOf, config } from "./config";
import { engineDoors } from "./engine-doors";
import { identityProviderOf } from "./identity-provider";
import { deriveSecret, type Instance, loadInstance, loadKey } from "./instance";
import { mailServerOf } from "./mail-server";
import { loadPlans } from "./plans";
import { loadCatalog, readCatalogRefusal } from "./releases";
import { readRetiredPlans } from "./retired-plans";
import { platformSigner } from "./signer";

/** The joined parts, one set per process. */
export type Platform = {
  instance: string;
  plans: readonly Plan[];
  catalog: Catalog;
  engine: DockerEngine;
  redis: RedisAdmin;
  redisData: RedisData;
  door: DatabaseDoor;
  /** A stream to the engine of another host, by the name of its door. */
  openDoor: (doorName: string) => Promise<Duplex>;
  replication: RedisReplication;
  users: RedisUsers;
  gateways: Gateways;
  groups: Groups;
  authority: PlatformAuthority;
  messenger: Messenger;
  containers: ContainerStats & ContainerLogs;
  redisStats: RedisStatsReader;
  cipher: Cipher;
  signer: TokenSigner;
  dumps: RedisDumps;
  imports: RedisImports;
  openStorage: OpenStorage;
  archives: Archives;
  backupKey: BackupKey;
  backupsAtOnceMax: number;
  /** So long a host may be away before its nodes of highly available databases are made anew elsewhere. */
  replaceAfterMs: number;
  /** False where the operator's own PostgreSQL keeps them. */
  areRecordsOwn: boolean;
  /** Under which hosts are reached from outside; null where they are not. */
  publicHost: string | null;
  publicPorts: PortRange;
  /** Where Berth is when nobody asked for it at another address. */
  baseUrl: string;
  /** The address that the operator set. */
  publicUrl: string | null;
  /** Of the SSH gateway; null while it is off. */
  sshPort: number | null;
  /** Why there is none though it is on; null when there is nothing to tell. */
  sshRefusal: () => string | null;
  /** By whom people can sign in beside the password; null where nobody is set. */
  identityProvider: IdentityProvider | null;
  /** It lets in whoever it vouches for, not only people who have an account. */
  makesAccounts: boolean;
  /** Why the operator's releases are not in force as they stand in the file; null when there is nothing to tell. */
  catalogRefusal: () => string | null;
  /** Their sources are asked for newer builds once a day. */
  areReleasesChecked: boolean;
  passkeys: Passkeys;
  requestsPerMinute: number;
  authSecret: string;
  databaseUrl: string;
  linkPort: number;
  /** Resolves when the link lets us in. */
  pingLink: () => Promise<void>;
};

let current: Platform | undefined;

/** Joins the parts at the first call. Connects to nothing yet: a part that is away shows when it is used. */
export function platform(): Platform {
  current ??= assemble();
  return current;
}

function assemble(): Platform {
  const settings = config();
  const instance = loadInstance(settings.BERTH_DATA_DIR);
  const key = loadKey(settings);
  const cipher = aesGcmCipher(key);
  const offered = withHighlyAvailable(loadPlans(settings.BERTH_PLANS_FILE));
  const databaseUrl = settings.DATABASE_URL ?? embeddedUrl(instance);
  connectDatabase(databaseUrl);
  const link = linkOf({ cipher, instance: instance.id, port: instance.linkPort });
  const door = linkDoor(link);
  const ways = { openStream: door.open, credentials: link };
  const docker = {
    instance: instance.id,
    socketPath: settings.BERTH_DOCKER_SOCKET,
    openDoor: engineDoors(ways),
  };
  return {
    instance: instance.id,
    plans: [...offered, ...readRetiredPlans(settings.BERTH_DATA_DIR, offered)],
    catalog: loadCatalog(settings),
    engine: dockerodeEngine(docker),
    redis: redisAdmin(link),
    redisData: redisData(link),
    door,
    openDoor: docker.openDoor,
    replication: redisReplication(link),
    users: redisUsers(link),
    groups: redisGroups(link),
    gateways: haproxyGateways(ways),
    authority: authorityOf({ cipher, instance: instance.id }),
    messenger: networkMessenger({
      mail: mailServerOf(settings),
      allowedNetworks: settings.BERTH_WEBHOOK_NETWORKS,
      baseUrl: baseUrlOf(settings),
    }),
    containers: { ...dockerodeContainerStats(docker), ...dockerodeContainerLogs(docker) },
    redisStats: redisStats(link),
    pingLink: () => probeLink(link),
    cipher,
    signer: platformSigner({ cipher, instance: instance.id }),
    dumps: redisDumps(door),
    imports: redisImports(link, {
      ...newGuard(settings.BERTH_IMPORT_NETWORKS),
      authoritiesPem: trustedAuthorities(settings),
    }),
    openStorage,
    archives: ageArchives,
    backupKey: platformBackupKey({ cipher, archives: ageArchives }),
    areRecordsOwn: settings.DATABASE_URL === undefined,
    backupsAtOnceMax: settings.BERTH_BACKUPS_AT_ONCE,
    replaceAfterMs: settings.BERTH_REPLACE_AFTER_MINUTES * MINUTE_MS,
    publicHost: settings.BERTH_PUBLIC_HOST ?? null,
    publicPorts: settings.BERTH_PUBLIC_PORTS,
    baseUrl: baseUrlOf(settings),
    publicUrl: settings.BERTH_URL ?? null,
    sshPort: settings.BERTH_SSH === "on" ? settings.BERTH_SSH_PORT : null,
    sshRefusal: () => readSshRefusal(settings.BERTH_DATA_DIR),
    identityProvider: identityProviderOf(settings),
    makesAccounts: settings.BERTH_OIDC_ACCOUNTS === "anyone",
    catalogRefusal: () => readCatalogRefusal(settings),
    areReleasesChecked: settings.BERTH_RELEASE_CHECK === "on",
    passkeys: webauthnPasskeys(baseUrlOf(settings)),
    requestsPerMinute: settings.BERTH_API_REQUESTS_PER_MINUTE,
    authSecret: deriveSecret(key, "sign-in"),
    databaseUrl,
    linkPort: instance.linkPort,
  };
}

/** Where the embedded PostgreSQL of an instance answers. */
export const embeddedUrl = ({ postgresPort, postgresPassword }: Instance): string =>
  `postgresql://postgres:${postgresPassword}@127.0.0.1:${postgresPort}/postgres`;

/** The folder of the embedded PostgreSQL. */
export const postgresHome = (dataDir: string): string => join(dataDir, "postgresql");
