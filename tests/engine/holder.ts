import { appNetworkName } from "../../lib/core/databases/names";
import type { ServiceSpec } from "../../lib/ports/docker-engine";
import { bareService } from "../bare-service";

export const holderName = (instance: string, app: string) => `${instance}_${app}-traffic`;

/** A container that does nothing but be on the app's network; the app's own may be replaced meanwhile. */
export const holder = (instance: string, app: string): ServiceSpec =>
  bareService(holderName(instance, app), {
    networks: [{ name: appNetworkName(instance, app), aliases: [] }],
  });
