import { checkServerIdentity } from "node:tls";
import { Redis, type RedisOptions } from "ioredis";
import type { RedisTarget } from "../../ports/redis-admin";

const CONNECT_TIMEOUT_MS = 4_000;
const COMMAND_TIMEOUT_MS = 5_000;

/** Where the link is published, the name in its certificate, and what proves the control plane to it; certificates and key as PEM. */
export type LinkAddress = {
  host: string;
  port: number;
  serverName: string;
  caPem: string;
  certPem: string;
  keyPem: string;
};

/** Asked at each connection, so it should remember. */
export type Link = () => Promise<LinkAddress>;

/** The name asked for chooses the service; the certificate is always the link's own. */
export const nameCheck =
  ({ serverName }: LinkAddress): typeof checkServerIdentity =>
  (_name, certificate) =>
    checkServerIdentity(serverName, certificate);

/** What every connection of ours has in common. */
export const optionsOf = ({ user, password }: RedisTarget): RedisOptions => ({
  username: user,
  password,
  lazyConnect: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  commandTimeout: COMMAND_TIMEOUT_MS,
  // One try each: who asks decides whether to ask again.
  retryStrategy: () => null,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  disableClientInfo: true,
  protocol: 2,
});

export function newClient(link: LinkAddress, target: RedisTarget): Redis {
  return new Redis({
    ...optionsOf(target),
    host: link.host,
    port: link.port,
    tls: {
      ca: link.caPem,
      cert: link.certPem,
      key: link.keyPem,
      servername: target.serviceName,
      checkServerIdentity: nameCheck(link),
    },
  });
}
