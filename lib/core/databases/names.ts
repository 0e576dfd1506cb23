/** The control network of an instance; everything else of it on the engine begins with the same id and a `-` or `_`. */
export const controlNetworkName = (instance: string): string => instance;

/** The container through which the control plane reaches nodes and gateways. */
export const linkContainerName = (instance: string): string => `${instance}-link`;

/** Who a database is on the engine: the instance it belongs to and its resource id (`my-app-3030`). */
export type DatabaseName = { instance: string; resourceId: string };

/** The service of node `number` (from 1 on) and also its volume; at most 63 characters for the longest app name and two digits. */
export const nodeName = (database: DatabaseName, number: number): string =>
  `${gatewayName(database)}-node-${number}`;

/** The service of the gateway; apps know it as `<resource id>`, the control plane as this. */
export const gatewayName = ({ instance, resourceId }: DatabaseName): string => `${instance}-${resourceId}`;

/** The throw-away volume and container in which a dump of the database is tried. */
export const proofName = (database: DatabaseName): string => `${gatewayName(database)}-proof`;

/**
 * True of the throw-away volumes and containers in which dumps are tried, `<gateway's name>-proof`: no node, gateway or secret is named so.
 */
export const isOfProof = (name: string): boolean => /-proof(-write)?$/.test(name);

/**
 * What all nodes of a lineage (from 0 on) of a database answer to on the control network; the gateway looks for the active one among
 * them. One of a former lineage that comes back with its host is found by nobody.
 */
export const nodesAlias = (resourceId: string, lineage = 0): string =>
  lineage === 0 ? `nodes.${resourceId}` : `nodes-${lineage}.${resourceId}`;

/** The network between an app and the gateways of its databases. */
export const appNetworkName = (instance: string, appName: string): string => `${instance}-app-${appName}`;

/** The service of an app. The underscore, which no app name may hold, keeps it apart from nodes and gateways. */
export const appServiceName = (instance: string, appName: string): string => `${instance}_${appName}`;

/** Secrets of a node: its first `redis.conf` and `users.acl`. At most 64 characters, the engine's limit. */
export const nodeSecretNames = (database: DatabaseName, number: number): { conf: string; acl: string } => ({
  conf: `${gatewayName(database)}-n${number}-conf`,
  acl: `${gatewayName(database)}-n${number}-acl`,
});

/**
 * The secrets of a gateway: its HAProxy file, and its certificate with the key. A changed file needs a new `revision`, for a secret
 * is never changed.
 */
export const gatewaySecretNames = (
  database: DatabaseName,
  revision: number,
): { config: string; certificate: string } => ({
  config: `${gatewayName(database)}-gw-${revision}`,
  certificate: `${gatewayName(database)}-gd-${revision}`,
});

/** What takes those who come from outside to the gateway, while internet access is on. */
export const publicGateName = (database: DatabaseName): string => `${gatewayName(database)}-public`;

/** The HAProxy file of that; a changed file needs a new `revision`. */
export const publicGateSecretName = (database: DatabaseName, revision: number): string =>
  `${gatewayName(database)}-gp-${revision}`;

/** What takes a node to the Redis that it is filled from, while an import follows that. */
export const relayName = (database: DatabaseName): string => `${gatewayName(database)}-source`;

/** The HAProxy file of a relay, and the certificates of whom it trusts; a changed file needs a new `revision`. */
export const relaySecretNames = (
  database: DatabaseName,
  revision: number,
): { config: string; authorities: string } => ({
  config: `${gatewayName(database)}-rl-${revision}`,
  authorities: `${gatewayName(database)}-ra-${revision}`,
});

/** True of a relay of that database, or of one of its files. */
export const isOfRelay = (database: DatabaseName, name: string): boolean =>
  name === relayName(database) ||
  (name.startsWith(`${gatewayName(database)}-r`) &&
    /^-r[al]-\d+$/.test(name.slice(gatewayName(database).length)));

/** What all gateways of an instance share: the authority's certificate, and the script (its number grows with the text). */
export const sharedSecretNames = (instance: string): { authority: string; script: string } => ({
  authority: `${instance}-gateways-authority`,
  script: `${instance}-gateways-script-2`,
});
