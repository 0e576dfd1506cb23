import type { Berth } from "../e2e/berth";
import { readCertificates } from "../e2e/records";
import { redisAdmin } from "../lib/adapters/redis/admin";
import { linkContainerName } from "../lib/core/databases/names";
import type { RedisAdmin } from "../lib/ports/redis-admin";

/** Redis as the control plane of that Berth reaches it. */
export async function redisThroughLink(berth: Berth): Promise<RedisAdmin> {
  const { ca, "link-client": client } = await readCertificates(berth);
  if (!ca || !client) throw new Error("the platform has no certificates");
  const address = {
    host: "127.0.0.1",
    port: berth.instance.linkPort,
    serverName: linkContainerName(berth.instance.id),
    caPem: ca.certificatePem,
    certPem: client.certificatePem,
    keyPem: client.keyPem,
  };
  return redisAdmin(async () => address);
}
