import { createHash } from "node:crypto";
import { z } from "zod";
import { DomainError, hasReason } from "../../../core/errors";
import type { NetworkSpec } from "../../../ports/docker-engine";
import { poll } from "../../../time/wait";
import type { EngineApi } from "./api";
import { LABEL, ownerLabels } from "./labels";
import { LEAVE_WAIT_MS, onceLeft } from "./leaving";
import { Created, NetworkAnswer } from "./schemas";
import { isFree, subnetAt } from "./subnets";

const SUBNET_TRIES = 32;
/** A Swarm that has much to do gives a new network its range later. */
const SUBNET_WAIT_MS = 10_000;

const listNetworks = (api: EngineApi) =>
  api.ask({ method: "GET", path: "/networks" }, z.array(NetworkAnswer));

/** The instance's network of that name. @throws DomainError `conflict` when somebody else's bears it. */
async function findNetwork(api: EngineApi, name: string) {
  const network = (await listNetworks(api)).find((candidate) => candidate.Name === name);
  if (network && network.Labels[LABEL.instance] !== api.instance) {
    throw new DomainError(
      "conflict",
      "name_taken",
      `A network ${name} that Berth did not make is on the engine.`,
    );
  }
  return network;
}

/** Free /20 subnets of 10.192.0.0/10, beginning at a place of the instance's own, so that two instances seldom meet. */
async function candidateSubnets(api: EngineApi): Promise<string[]> {
  const used = (await listNetworks(api)).flatMap(
    ({ IPAM }) => IPAM?.Config.flatMap(({ Subnet }) => Subnet ?? []) ?? [],
  );
  const start = createHash("sha256").update(api.instance).digest().readUInt16BE();
  return Array.from({ length: SUBNET_TRIES }, (_, step) => subnetAt(start + step)).filter((subnet) =>
    isFree(subnet, used),
  );
}

async function create(api: EngineApi, spec: NetworkSpec, subnet: string | null): Promise<void> {
  await api.ask(
    {
      method: "POST",
      path: "/networks/create",
      body: {
        Name: spec.name,
        Driver: "overlay",
        CheckDuplicate: true,
        Attachable: spec.isAttachable,
        Labels: ownerLabels(api.instance, spec.owner),
        ...(subnet !== null && { IPAM: { Driver: "default", Config: [{ Subnet: subnet }] } }),
      },
    },
    Created,
  );
}

/** Nothing is changed when somebody was faster with it; that it is ours is asked again. */
async function createOnce(api: EngineApi, spec: NetworkSpec, subnet: string | null): Promise<void> {
  if (await findNetwork(api, spec.name)) return;
  await create(api, spec, subnet).catch(async (error: unknown) => {
    if (!hasReason(error, "engine_conflict")) throw error;
    await findNetwork(api, spec.name);
  });
}

const subnetOf = async (api: EngineApi, name: string): Promise<string | undefined> =>
  (await findNetwork(api, name))?.IPAM?.Config.find(({ Subnet }) => Subnet)?.Subnet;

/** The Swarm takes a range that overlaps without a word, and then the network never gets it: another one is tried. */
async function applyWithSubnet(api: EngineApi, spec: NetworkSpec): Promise<void> {
  if (await subnetOf(api, spec.name)) return;
  for (const subnet of await candidateSubnets(api)) {
    await createOnce(api, spec, subnet);
    if (await poll(async () => Boolean(await subnetOf(api, spec.name)), { timeoutMs: SUBNET_WAIT_MS }))
      return;
    await removeNetwork(api, spec.name);
  }
  throw new DomainError(
    "unavailable",
    "no_free_subnet",
    "No free address range in 10.192.0.0/10 for the control network.",
  );
}

export const applyNetwork = (api: EngineApi, spec: NetworkSpec): Promise<void> =>
  spec.isAttachable ? applyWithSubnet(api, spec) : createOnce(api, spec, null);

export async function networkSubnet(api: EngineApi, name: string): Promise<string> {
  const subnet = await subnetOf(api, name);
  if (subnet) return subnet;
  throw new DomainError("not_found", "network_missing", `The network ${name} is not on the engine.`);
}

/** Waits a while for endpoints that are still leaving. @throws DomainError `conflict` when they stay. */
export async function removeNetwork(api: EngineApi, name: string): Promise<void> {
  const remove = async () => {
    const network = await findNetwork(api, name);
    if (!network) return;
    await api.send({ method: "DELETE", path: `/networks/${network.Id}` });
  };
  await onceLeft(remove);
  // The Swarm has let go of it; a machine may list its own part for a moment longer.
  await poll(async () => !(await findNetwork(api, name)), { timeoutMs: LEAVE_WAIT_MS });
}
