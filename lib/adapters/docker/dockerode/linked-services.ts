import { z } from "zod";
import { DomainError } from "../../../core/errors";
import type { ForeignService, LinkedServiceSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { LABEL, type Labels, LINK_LABEL, plainValue } from "./labels";
import { NetworkAnswer, type RawService, type RawServiceSpec, ServiceAnswer } from "./schemas";
import { readService, updateService, withFreshRead } from "./services";

type Environment = Record<string, string>;

const Replaced = z.record(z.string(), z.string());

export async function listForeignServices(api: EngineApi): Promise<ForeignService[]> {
  const services = await api.ask({ method: "GET", path: "/services" }, z.array(ServiceAnswer));
  return services
    .filter(({ Spec }) => Spec.Labels[LABEL.instance] === undefined && Spec.TaskTemplate.ContainerSpec)
    .map(({ Spec }) => ({
      name: Spec.Name,
      image: (Spec.TaskTemplate.ContainerSpec?.Image ?? "").replace(/@sha256:.*$/, ""),
      isLinked: Spec.Labels[LINK_LABEL.instance] === api.instance,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function environmentOf(spec: RawServiceSpec): Environment {
  const entries = (spec.TaskTemplate.ContainerSpec?.Env ?? []).map((line): [string, string] => {
    const at = line.indexOf("=");
    return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}

/** Names of what Berth set earlier, and what stood there before. */
function earlierOf(labels: Labels): { names: string[]; replaced: Environment } {
  const names = labels[LINK_LABEL.variables]?.split(",").filter(Boolean) ?? [];
  const replaced = labels[LINK_LABEL.replaced];
  return { names, replaced: replaced ? Replaced.parse(JSON.parse(replaced)) : {} };
}

/** The service's own environment, as if Berth had never set anything. */
function ownEnvironment(spec: RawServiceSpec): Environment {
  const { names, replaced } = earlierOf(spec.Labels);
  const kept = Object.entries(environmentOf(spec)).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(kept), ...replaced };
}

function withoutLinkLabels(labels: Labels): Labels {
  const own: string[] = Object.values(LINK_LABEL);
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !own.includes(name)));
}

/** `taskLabels` go onto the containers, where they tell which revision one runs. */
type Change = {
  labels: Labels;
  taskLabels: Labels;
  environment: Environment;
  networkIds: readonly string[];
};

/** The spec with other labels, environment and networks, and everything else as it is; its tasks start anew. */
function changed(spec: RawServiceSpec, { labels, taskLabels, environment, networkIds }: Change) {
  const { TaskTemplate: template } = spec;
  const containerLabels = withoutLinkLabels(template.ContainerSpec?.Labels ?? {});
  const kept = template.Networks.filter(({ Target }) => networkIds.includes(Target));
  const added = networkIds.filter((id) => !kept.some(({ Target }) => Target === id));
  const env = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return {
    ...spec,
    Labels: labels,
    TaskTemplate: {
      ...template,
      ContainerSpec: {
        ...template.ContainerSpec,
        Env: env,
        Labels: { ...containerLabels, ...taskLabels },
      },
      Networks: [...kept, ...added.map((Target) => ({ Target }))],
      ForceUpdate: (template.ForceUpdate ?? 0) + 1,
    },
  };
}

async function networkId(api: EngineApi, name: string): Promise<string> {
  const { Id } = await api.ask(
    { method: "GET", path: `/networks/${encodeURIComponent(name)}` },
    NetworkAnswer,
  );
  return Id;
}

function assertLinkable(api: EngineApi, { Spec }: RawService): void {
  const holder = Spec.Labels[LINK_LABEL.instance] ?? api.instance;
  if (holder === api.instance) return;
  throw new DomainError(
    "conflict",
    "linked_elsewhere",
    `The service ${Spec.Name} is linked to another Berth (${holder}).`,
  );
}

/** The networks other than the one that Berth added. */
const otherNetworkIds = (spec: RawServiceSpec): string[] =>
  spec.TaskTemplate.Networks.map(({ Target }) => Target).filter(
    (id) => id !== spec.Labels[LINK_LABEL.network],
  );

/** True when nothing of what Berth set was changed since. */
function isIntact(spec: RawServiceSpec, { environment }: LinkedServiceSpec, network: string): boolean {
  const standing = environmentOf(spec);
  return (
    spec.TaskTemplate.Networks.some(({ Target }) => Target === network) &&
    Object.entries(environment).every(([name, value]) => standing[name] === value)
  );
}

async function linkOnce(api: EngineApi, link: LinkedServiceSpec): Promise<boolean> {
  const service = await readService(api, link.name);
  if (!service?.Spec.TaskTemplate.ContainerSpec) {
    throw new DomainError(
      "not_found",
      "service_not_found",
      `There is no service ${link.name} on the engine any more.`,
    );
  }
  assertLinkable(api, service);
  const { Spec } = service;
  const network = await networkId(api, link.networkName);
  const standing = Number(Spec.Labels[LINK_LABEL.revision] ?? -1);
  if (standing > link.revision || (standing === link.revision && isIntact(Spec, link, network))) return false;
  const own = ownEnvironment(Spec);
  const replaced = Object.fromEntries(Object.entries(own).filter(([name]) => name in link.environment));
  const labels = {
    ...withoutLinkLabels(Spec.Labels),
    [LINK_LABEL.instance]: api.instance,
    ...(link.owner.appId !== null && { [LINK_LABEL.app]: link.owner.appId }),
    [LINK_LABEL.revision]: String(link.revision),
    [LINK_LABEL.network]: network,
    [LINK_LABEL.variables]: Object.keys(link.environment).join(","),
    [LINK_LABEL.replaced]: JSON.stringify(replaced),
  };
  const environment = { ...own, ...link.environment };
  const networkIds = [...otherNetworkIds(Spec), network];
  const taskLabels = { [LINK_LABEL.instance]: api.instance, [LINK_LABEL.revision]: String(link.revision) };
  await updateService(api, service, changed(Spec, { labels, taskLabels, environment, networkIds }));
  return true;
}

export function applyLinkedService(api: EngineApi, link: LinkedServiceSpec): Promise<boolean> {
  const values = Object.entries(link.environment).map(([name, value]) => [name, plainValue(value)]);
  return withFreshRead(link.name, () => linkOnce(api, { ...link, environment: Object.fromEntries(values) }));
}

export async function releaseLinkedService(api: EngineApi, name: string): Promise<void> {
  await withFreshRead(name, async () => {
    const service = await readService(api, name);
    if (service?.Spec.Labels[LINK_LABEL.instance] !== api.instance) return;
    const { Spec } = service;
    const labels = withoutLinkLabels(Spec.Labels);
    const change = {
      labels,
      taskLabels: {},
      environment: ownEnvironment(Spec),
      networkIds: otherNetworkIds(Spec),
    };
    await updateService(api, service, changed(Spec, change));
  });
}
