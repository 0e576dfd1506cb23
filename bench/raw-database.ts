import { createHash, randomBytes, randomInt } from "node:crypto";
import type { CreateServiceOptions } from "dockerode";
import type { Berth } from "../e2e/berth";
import { x509CertificateAuthority } from "../lib/adapters/certificates/x509";
import { dockerodeEngine } from "../lib/adapters/docker/dockerode/engine";
import { serviceBody } from "../lib/adapters/docker/dockerode/service-body";
import { swarmApi } from "../lib/adapters/docker/dockerode/swarm-api";
import {
  controlNetworkName,
  type DatabaseName,
  gatewayName,
  nodeSecretNames,
} from "../lib/core/databases/names";
import { berthTarget } from "../lib/core/databases/users";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { REDIS } from "../lib/core/engines/redis/engine";
import { defaultVersion, versionOf } from "../lib/core/engines/versions";
import type { Plan } from "../lib/core/plans/catalog";
import { MINUTE_MS } from "../lib/core/units";
import type { KeyPair } from "../lib/ports/certificate-authority";
import type { Host } from "../lib/ports/docker-engine";
import type { RedisTarget } from "../lib/ports/redis-admin";
import { gatewaySecrets, gatewayService } from "../lib/workflows/specs/gateway-service";
import { nodeService } from "../lib/workflows/specs/node-service";

/** What Berth would run, ready to be made by hand: secrets and networks exist. */
export type RawDatabase = {
  /** Bodies of `POST /services/create`: node and gateway. */
  services: CreateServiceOptions[];
  target: RedisTarget;
  remove: () => Promise<void>;
};

const VERSION = defaultVersion(DEFAULT_CATALOG, REDIS);
const OWNER = { appId: null, databaseId: null };

/** Makes databases beside Berth, with its specs but without its records; they carry its label, so that purging it removes them. */
export async function makeRawDatabases(
  { instance: { id: instance } }: Berth,
  { appName, plan }: { appName: string; plan: Plan },
): Promise<{ make: () => Promise<RawDatabase> }> {
  const engine = dockerodeEngine({ instance });
  const api = swarmApi({ instance });
  const [host] = await engine.listHosts();
  if (!host) throw new Error("the Swarm has no host");
  const authority = await x509CertificateAuthority.createAuthority("raw");
  const controlSubnet = await engine.networkSubnet(controlNetworkName(instance));
  return { make: () => make(host) };

  async function make(host: Host): Promise<RawDatabase> {
    const database = { instance, resourceId: `raw-${randomInt(1_000, 10_000)}` };
    const names = { names: [gatewayName(database), database.resourceId], validDays: 1 };
    const certificate = await x509CertificateAuthority.issueServer(authority, names);
    const secrets = secretsOf(database, plan, {
      certificate,
      controlSubnet,
      authorityPem: authority.certificatePem,
    });
    for (const { name, content } of secrets.files) await engine.applySecret({ name, owner: OWNER, content });
    const specs = specsOf(database, { appName, plan, host });
    const services = await Promise.all(specs.map(async (spec) => asSent(await serviceBody(api, spec))));
    const [node, gateway] = specs;
    return {
      services,
      target: berthTarget(gateway.name, secrets.password),
      remove: async () => {
        await Promise.all(specs.map(({ name }) => engine.removeService(name, MINUTE_MS)));
        // Those of the instance stay: its own gateways use them.
        const own = secrets.files.filter(({ name }) => name.startsWith(gatewayName(database)));
        for (const { name } of own) await engine.removeSecret(name);
        await engine.removeVolume(host.id, node.name);
      },
    };
  }
}

/** A body as it goes over the wire, which is all that the types of both sides have in common. */
const asSent = (body: unknown): CreateServiceOptions => JSON.parse(JSON.stringify(body));

/** Files with passwords of their own, one of which lets us in. */
function secretsOf(
  database: DatabaseName,
  plan: Plan,
  { controlSubnet, ...certificates }: { controlSubnet: string; certificate: KeyPair; authorityPem: string },
) {
  const { resourceId } = database;
  const [owner, gateway, berth] = [newPassword(), newPassword(), newPassword()];
  const hashOf = (password: string) => createHash("sha256").update(password).digest("hex");
  const acl = REDIS.usersAcl({
    version: versionOf(REDIS, VERSION),
    resourceId,
    ownerPasswordHash: hashOf(owner),
    gatewayPasswordHash: hashOf(gateway),
    berthPasswordHash: hashOf(berth),
    isGatewayOn: true,
  });
  const names = nodeSecretNames(database, 1);
  const config = { gatewayPassword: gateway, clientsMax: plan.clientsMax, controlSubnet };
  return {
    password: berth,
    files: [
      { name: names.conf, content: REDIS.nodeConf(plan) },
      { name: names.acl, content: acl },
      ...gatewaySecrets({ database, owner: OWNER, revision: 1, config, ...certificates }),
    ],
  };
}

const newPassword = (): string => randomBytes(32).toString("hex");

const specsOf = (
  database: DatabaseName,
  { appName, plan, host }: { appName: string; plan: Plan; host: Host },
) =>
  [
    nodeService({
      database,
      owner: OWNER,
      number: 1,
      engine: REDIS,
      version: VERSION,
      plan,
      host,
      isFirstStart: true,
    }),
    gatewayService({
      database,
      owner: OWNER,
      appName,
      revision: 1,
      plan,
      isTlsForced: false,
      clientsMax: plan.clientsMax,
      hostId: host.id,
    }),
  ] as const;
