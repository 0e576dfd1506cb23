import { REDIS_PORT } from "./port";

/** The address of a gateway, with user and password. */
export const urlOf = ({ resourceId, password }: { resourceId: string; password: string }): string =>
  `redis://${resourceId}:${encodeURIComponent(password)}@${resourceId}:${REDIS_PORT}/0`;
