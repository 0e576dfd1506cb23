import type { Duplex } from "node:stream";
import { DomainError } from "../core/errors";
import type { Destination } from "../core/ssh/destination";
import type { SshLimits } from "../core/ssh/limits";
import { findSshKeyOwner } from "../db/ssh-keys";
import type { DatabaseDoor } from "../ports/database-door";
import type { SshClient, SshPolicy, SshRefusal } from "../ports/ssh-server";
import { requireDatabase } from "../services/access";
import type { Context } from "../services/context";
import { openTunnel } from "../services/tunnels/open-tunnel";
import { recordRefusal } from "../services/tunnels/record-refusal";
import { describeError, log } from "./log";

/** Names that are remembered at once; more of them within a minute is an attack, of which the first lines say enough. */
const NAMES_MAX = 10_000;

/** Who signed in with which key, on one connection. */
export type Visitor = {
  keyId: string;
  publicKey: string;
  ctx: Context;
  lastAppId: string | null;
  /** Open tunnels with the databases that they lead to. */
  tunnels: Map<Duplex, string>;
};

export type SshPolicyParts = {
  door: DatabaseDoor;
  limits: SshLimits;
  contextOf: (person: { userId: string; email: string; isAdmin: boolean }) => Context;
};

/** Keys, rights and the timeline of this Berth, for the SSH server. */
export function sshPolicy({ door, limits, contextOf }: SshPolicyParts): SshPolicy<Visitor> {
  const isNews = atMost(1, limits.refusalNotedMs);
  const isBearable = atMost(limits.refusalsNotedMax, limits.refusalNotedMs);
  return {
    async findPerson(_client, { line: publicKey }) {
      const owner = await findSshKeyOwner(publicKey);
      if (!owner) return null;
      return { keyId: owner.keyId, publicKey, ctx: contextOf(owner), lastAppId: null, tunnels: new Map() };
    },
    isWelcome: async (visitor) => {
      const owner = await findSshKeyOwner(visitor.publicKey);
      // A key that was deleted and added again is another one.
      if (owner?.keyId !== visitor.keyId) return false;
      visitor.ctx = contextOf(owner);
      await endLost(visitor);
      return true;
    },
    countingKey: ({ keyId }) => keyId,
    openTunnel: (visitor, destination) => open(visitor, destination, door),
    noteRefusal: (client, visitor, refusal) => {
      const who = visitor ? visitor.keyId : client.address;
      if (isNews(`${who} ${client.user} ${refusal.words}`) && isBearable(who))
        void noteRefusal(client, visitor, refusal);
    },
  };
}

async function open(visitor: Visitor, destination: Destination, door: DatabaseDoor): Promise<Duplex> {
  const { app, stream } = await openTunnel(visitor.ctx, destination, door);
  visitor.lastAppId = app.id;
  visitor.tunnels.set(stream, destination.host);
  stream.once("close", () => visitor.tunnels.delete(stream));
  log.info("ssh.tunnel_opened", {
    userId: visitor.ctx.actor.userId,
    keyId: visitor.keyId,
    appId: app.id,
    resourceId: destination.host,
  });
  return stream;
}

/** Ends the tunnels to databases that the person may not reach any more. Records that do not answer prove nothing. */
async function endLost({ ctx, tunnels }: Visitor): Promise<void> {
  for (const resourceId of new Set(tunnels.values())) {
    const isLost = await requireDatabase(ctx, resourceId).then(
      () => false,
      (error: unknown) => error instanceof DomainError && ["forbidden", "not_found"].includes(error.code),
    );
    for (const [stream, host] of tunnels) if (isLost && host === resourceId) stream.destroy();
  }
}

async function noteRefusal(
  client: SshClient,
  visitor: Visitor | null,
  { words, destination, cause }: SshRefusal,
): Promise<void> {
  const about = { userId: visitor?.ctx.actor.userId, keyId: visitor?.keyId, address: client.address };
  if (isFailure(cause)) return log.warn("ssh.tunnel_failed", { ...about, error: describeError(cause) });
  try {
    const request = { what: words, address: client.address, destination: destination ?? null };
    const appId =
      visitor &&
      (await recordRefusal(visitor.ctx.actor, {
        ...request,
        user: client.user,
        lastAppId: visitor.lastAppId,
      }));
    log.warn("ssh.request_refused", { ...about, what: words, appId });
  } catch (error) {
    log.error("ssh.refusal_lost", { ...about, what: words, error: describeError(error) });
  }
}

/** True when nobody said no: the way to the database was closed, or full. */
const isFailure = (cause: unknown): boolean =>
  cause !== undefined &&
  !(cause instanceof DomainError && ["forbidden", "not_found", "conflict"].includes(cause.code));

/** Answers true for the first `max` of equal names in so much time, so that nobody floods a timeline or the log. */
function atMost(max: number, periodMs: number): (name: string) => boolean {
  const windows = new Map<string, { startedAtMs: number; count: number }>();
  return (name) => {
    const now = Date.now();
    const isOver = ({ startedAtMs }: { startedAtMs: number }) => now - startedAtMs >= periodMs;
    if (windows.size >= NAMES_MAX)
      for (const [known, window] of windows) if (isOver(window)) windows.delete(known);
    const current = windows.get(name);
    if (!current || isOver(current)) {
      if (windows.size >= NAMES_MAX) return false;
      windows.set(name, { startedAtMs: now, count: 1 });
      return true;
    }
    current.count += 1;
    return current.count <= max;
  };
}
