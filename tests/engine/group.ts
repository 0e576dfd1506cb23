import { type LinkAddress, newClient } from "../../lib/adapters/redis/connection";
import { fieldsOf } from "../../lib/adapters/redis/info";
import {
  askingSecretName,
  GROUP_NODES,
  groupName,
  sentinelNames,
  sentinelSecretName,
} from "../../lib/core/availability/group";
import { sentinelConf, watchCommands } from "../../lib/core/availability/sentinel";
import { GROUP } from "../../lib/core/availability/start-script";
import { groupState, type Member, readSaid } from "../../lib/core/availability/state";
import { type DatabaseName, gatewayName, nodeName, nodeSecretNames } from "../../lib/core/databases/names";
import { FIRST_START } from "../../lib/core/databases/node-volume";
import type { Engine } from "../../lib/core/engines/engine";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { versionOf } from "../../lib/core/engines/versions";
import type { Plan } from "../../lib/core/plans/catalog";
import type { DockerEngine } from "../../lib/ports/docker-engine";
import { nodeService } from "../../lib/workflows/specs/node-service";
import { sentinelService } from "../../lib/workflows/specs/sentinel-service";
import { hashOf, newPassword, startGateway } from "./stack";

const SENTINEL_VERSION = "8.0.2";

type GroupInput = {
  database: DatabaseName;
  appName: string;
  /** Of the nodes; Sentinels are Redis'. */
  nodeEngine: Engine;
  version: string;
  plan: Plan;
};
type Host = { id: string; cpus: number };
const HOLDERS = ["owner", "gateway", "berth", "sentinel", "replica", "peer", "asking"] as const;
type Passwords = Record<(typeof HOLDERS)[number], string>;

const newPasswords = () => Object.fromEntries(HOLDERS.map((holder) => [holder, newPassword()])) as Passwords;

/** The nodes of a highly available database, its gateway and the Sentinels, all on one host: what they do among each other is the same. */
export function testGroup(engine: DockerEngine, input: GroupInput) {
  const { database, version, plan, appName } = input;
  const { instance, resourceId } = database;
  const passwords = newPasswords();
  const group = groupName(resourceId, 1);
  const numbers = Array.from({ length: GROUP_NODES }, (_, index) => index + 1);
  const members = numbers.map((number) => nodeName(database, number));
  const sentinels = sentinelNames(instance);
  let link: LinkAddress;

  const clientOf = (serviceName: string, user: "berth" | "default") =>
    newClient(link, { serviceName, user, password: passwords[user === "berth" ? "berth" : "owner"] });
  async function ask(serviceName: string, ...commands: string[][]): Promise<unknown> {
    const client = clientOf(serviceName, "berth").on("error", () => {});
    try {
      let answer: unknown;
      for (const [name = "", ...words] of commands) answer = await client.call(name, ...words);
      return answer;
    } finally {
      client.disconnect();
    }
  }
  /** Name and port, each as text; null by one that does not watch the group. */
  const namedBy = (sentinel: string) => ask(sentinel, ["SENTINEL", "get-master-addr-by-name", group]);

  /** Whom two Sentinels name. */
  async function master(): Promise<string | null> {
    const answers = await Promise.all(sentinels.map((name) => namedBy(name).catch(() => null)));
    const named = answers.map((answer) => (Array.isArray(answer) ? String(answer[0]) : ""));
    return named.find((name, index) => name !== "" && named.indexOf(name) !== index) ?? null;
  }

  async function sayOf(name: string): Promise<Member> {
    const info = await ask(name, ["INFO", "replication"]).catch(() => null);
    return { name, hostName: null, said: info === null ? null : readSaid(fieldsOf(String(info))) };
  }

  /** Before a Sentinel knows all nodes and the others it could replace nobody. */
  async function assertKnown(sentinel: string): Promise<void> {
    for (const what of ["REPLICAS", "SENTINELS"]) {
      const known = await ask(sentinel, ["SENTINEL", what, group]);
      if (!Array.isArray(known) || known.length < 2) throw new Error(`${sentinel} lacks ${what}`);
    }
  }

  return {
    members,
    sentinels,
    group,
    ask,
    namedBy,
    master,
    state: async () => groupState(await Promise.all(members.map(sayOf)), await master()),
    /** As an app's, by way of the gateway. */
    newClient: () => clientOf(gatewayName(database), "default"),
    start: async (way: LinkAddress) => {
      link = way;
      const [host] = await engine.listHosts();
      if (!host) throw new Error("the Swarm has no host");
      await startSentinels(engine, { instance, passwords, hostId: host.id });
      await Promise.all([
        ...numbers.map((number) => startMember(engine, { ...input, passwords, number, host, sentinels })),
        startGateway(engine, { database, appName, version, plan, passwords, members }),
      ]);
    },
    /** To be repeated until it succeeds: the nodes have to answer first. */
    watch: async () => {
      const watched = { group, master: members[0] ?? "", password: passwords.sentinel };
      for (const name of sentinels)
        if ((await namedBy(name)) === null) await ask(name, ...watchCommands(watched));
      for (const name of sentinels) await assertKnown(name);
      for (const name of members) await engine.setStartValues(name, { [FIRST_START]: "no", [GROUP]: group });
    },
  };
}

type SentinelsInput = { instance: string; passwords: Passwords; hostId: string };

async function startSentinels(engine: DockerEngine, { instance, passwords, hostId }: SentinelsInput) {
  const owner = { appId: null, databaseId: null };
  await engine.applySecret({ name: askingSecretName(instance), owner, content: passwords.asking });
  const hashes = {
    peerPasswordHash: hashOf(passwords.peer),
    berthPasswordHash: hashOf(passwords.berth),
    askingPasswordHash: hashOf(passwords.asking),
  };
  const { image } = versionOf(REDIS, SENTINEL_VERSION);
  for (const [index, name] of sentinelNames(instance).entries()) {
    const number = index + 1;
    const content = sentinelConf({ name, peerPassword: passwords.peer, ...hashes });
    await engine.applySecret({ name: sentinelSecretName(instance, number), owner, content });
    await engine.applyService(sentinelService({ instance, number, engine: REDIS, image, hostId }));
  }
}

type MemberInput = GroupInput & {
  passwords: Passwords;
  number: number;
  host: Host;
  sentinels: readonly string[];
};

async function startMember(engine: DockerEngine, input: MemberInput) {
  const { database, nodeEngine: engineOfNode, version, plan, passwords, number, host, sentinels } = input;
  const owner = { appId: input.appName, databaseId: database.resourceId };
  const names = nodeSecretNames(database, number);
  const acl = engineOfNode.usersAcl({
    version: versionOf(engineOfNode, version),
    resourceId: database.resourceId,
    ownerPasswordHash: hashOf(passwords.owner),
    gatewayPasswordHash: hashOf(passwords.gateway),
    berthPasswordHash: hashOf(passwords.berth),
    isGatewayOn: true,
    group: {
      sentinelPasswordHash: hashOf(passwords.sentinel),
      replicaPasswordHash: hashOf(passwords.replica),
    },
  });
  const follows = number === 1 ? null : nodeName(database, 1);
  const member = { name: nodeName(database, number), follows, password: passwords.replica };
  await engine.applySecret({ name: names.conf, owner, content: engineOfNode.nodeConf(plan, { member }) });
  await engine.applySecret({ name: names.acl, owner, content: acl });
  const spec = { database, owner, number, engine: engineOfNode, version, plan, host, isFirstStart: true };
  await engine.applyService(nodeService({ ...spec, member: { sentinels } }));
}
