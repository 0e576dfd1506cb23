/** Port of every gateway, plain or TLS. */
export const GATEWAY_PORT = 6379;

/** The addon's own address as its app's containers use it: the gateway by its alias, as the user named like the resource id. */
export const connectionUrl = ({ resourceId, password }: { resourceId: string; password: string }): string =>
  `redis://${resourceId}:${encodeURIComponent(password)}@${resourceId}:${GATEWAY_PORT}/0`;
