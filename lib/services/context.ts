import type { Catalog } from "../core/engines/catalog/release";
import type { Person } from "../core/people/person";
import type { TokenScope } from "../core/people/scopes";
import type { Plan } from "../core/plans/catalog";
import type { Archives } from "../ports/archives";
import type { BackupKey } from "../ports/backup-key";
import type { OpenStorage } from "../ports/backup-storage";
import type { PlatformAuthority } from "../ports/certificate-authority";
import type { Cipher } from "../ports/cipher";
import type { ContainerLogs } from "../ports/container-logs";
import type { ContainerStats } from "../ports/container-stats";
import type { DockerEngine } from "../ports/docker-engine";
import type { Groups } from "../ports/groups";
import type { Messenger } from "../ports/messenger";
import type { RedisAdmin } from "../ports/redis-admin";
import type { RedisData } from "../ports/redis-data";
import type { RedisImports } from "../ports/redis-import";
import type { RedisUsers } from "../ports/redis-users";
import type { TokenSigner } from "../ports/token-signer";

/**
 * Who asks: a person in the browser (`sessionId`), or a program with one of that person's tokens (`tokenId`). `isAdmin` is true only
 * with the scope `admin`, so that every rule for administrators also asks for the scope.
 */
export type Actor = Person & {
  email: string;
  scope: TokenScope;
  sessionId: string | null;
  tokenId: string | null;
  /** When the token ends; null for one that does not end by itself, and for sessions. */
  tokenExpiresAt: Date | null;
};

/** A person at the keyboard: may do everything that the account may. */
export const personActor = (
  person: { userId: string; email: string; isAdmin: boolean },
  sessionId: string | null,
): Actor => ({
  userId: person.userId,
  email: person.email,
  isAdmin: person.isAdmin,
  scope: "admin",
  appId: null,
  addonId: null,
  sessionId,
  tokenId: null,
  tokenExpiresAt: null,
});

/** The part of a context that events are signed with. */
export type WhoAsks = Pick<Context, "actor" | "address">;

/** Who does something, as events keep it. */
export const doneBy = ({ actor, address }: WhoAsks): { actorId: string; address: string | null } => ({
  actorId: actor.userId,
  address,
});

/** The same where only the email is kept. */
export const adminOf = ({ actor, address }: WhoAsks): { actorEmail: string; address: string | null } => ({
  actorEmail: actor.email,
  address,
});

/** The world without who asks: for what a service is made of, which checks no right. */
export type Ports = Omit<Context, "requestId" | "actor" | "address">;

/** What every service needs: who asks, and the world through its ports. `instance` begins every name on the engine. */
export type Context = {
  requestId: string;
  actor: Actor;
  instance: string;
  plans: readonly Plan[];
  /** Releases of engines. */
  catalog: Catalog;
  engine: DockerEngine;
  redis: RedisAdmin;
  redisData: RedisData;
  users: RedisUsers;
  groups: Groups;
  cipher: Cipher;
  signer: TokenSigner;
  containers: ContainerStats & ContainerLogs;
  openStorage: OpenStorage;
  archives: Archives;
  backupKey: BackupKey;
  /** False where the operator's own PostgreSQL keeps them. */
  areRecordsOwn: boolean;
  authority: PlatformAuthority;
  messenger: Messenger;
  imports: RedisImports;
  /** Under which hosts are reached from outside; null where they are not. */
  publicHost: string | null;
  /** So long a host may be away before its nodes of highly available databases are made anew elsewhere, in ms. */
  replaceAfterMs: number;
  /** Where the request came from; null where that is not known. */
  address: string | null;
  /** Where Berth is reached, without a slash at the end. */
  baseUrl: string;
};
