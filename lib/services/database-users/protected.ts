import { REPLICA_USER, SENTINEL_USER } from "../../core/availability/group";
import { BERTH_USER, GATEWAY_USER } from "../../core/databases/users";
import { DomainError } from "../../core/errors";
import type { AddonRow } from "../../db/addons";

const isOfPlatform = ({ resourceId }: AddonRow, name: string): boolean =>
  ["default", resourceId, GATEWAY_USER, BERTH_USER].includes(name);

/** @throws DomainError `forbidden` for the addon's own user, by either name, and for the platform's. */
export function assertOwn(addon: AddonRow, name: string, verb: string): void {
  if (!isOfPlatform(addon, name)) return;
  throw new DomainError(
    "forbidden",
    "protected_user",
    `Protected user is managed by the platform and cannot be ${verb}.`,
  );
}

/** Whom only some databases have; a user of that name from before stays its people's. */
const KEPT_FREE = [SENTINEL_USER, REPLICA_USER];

/** @throws DomainError `invalid` for a name of the platform. */
export function assertFree(addon: AddonRow, name: string): void {
  if (!isOfPlatform(addon, name) && !KEPT_FREE.includes(name)) return;
  const message = `The name ${name} belongs to the platform.`;
  throw new DomainError("invalid", "protected_user", message, { fields: { name: [message] } });
}

/** Of a user who is not there. */
export const userNotFound = (): DomainError =>
  new DomainError("not_found", "database_user", "This database has no user of that name.");
