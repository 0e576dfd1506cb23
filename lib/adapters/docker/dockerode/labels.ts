import { FIRST_START } from "../../../core/databases/node-volume";
import type { Owner } from "../../../ports/docker-engine";

/** Every label that Berth writes on the engine. */
export const LABEL = {
  instance: "berth.instance",
  app: "berth.app",
  database: "berth.database",
  role: "berth.role",
  revision: "berth.revision",
  image: "berth.image",
  spec: "berth.spec",
  fingerprint: "berth.fingerprint",
} as const;

/** Labels on a service of somebody else; other names than above, so that it never counts as Berth's own. */
export const LINK_LABEL = {
  instance: "berth.link.instance",
  app: "berth.link.app",
  revision: "berth.link.revision",
  network: "berth.link.network",
  variables: "berth.link.variables",
  replaced: "berth.link.replaced",
} as const;

/** In front of a service's start values, which its containers find in their environment. */
const START_PREFIX = "berth.start.";

/** The first start has its label from the time before there were start values: services of then have it too. */
export const startLabel = (name: string): string =>
  name === FIRST_START ? "berth.first-start" : `${START_PREFIX}${name}`;

export const startLabels = (values: Readonly<Record<string, string>>): Labels =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [startLabel(name), value]));

/** Filled in by the engine when it makes a container, from the labels that the service has then. */
export const startVariable = (name: string): string =>
  `${name}={{index .Service.Labels "${startLabel(name)}"}}`;

/** A variable's value as text: the engine would take what stands in double braces for a template of its own. */
export const plainValue = (value: string): string => value.replaceAll("{{", '{{"{{"}}');

export type Labels = Record<string, string>;

export const ownerLabels = (instance: string, owner: Owner): Labels => ({
  [LABEL.instance]: instance,
  ...(owner.appId !== null && { [LABEL.app]: owner.appId }),
  ...(owner.databaseId !== null && { [LABEL.database]: owner.databaseId }),
});

export const ownerOf = (labels: Labels): Owner => ({
  appId: labels[LABEL.app] ?? null,
  databaseId: labels[LABEL.database] ?? null,
});

/** The engine's filter for what an instance made. */
export const madeBy = (instance: string) => ({ label: [`${LABEL.instance}=${instance}`] });
