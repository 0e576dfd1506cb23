import { containerMemoryBytes, type Plan } from "../plans/catalog";
import { gatewayMemoryBytes } from "./gateway-config";

/** What a database of one node reserves on its host, in bytes: the node and its gateway. */
export const databaseMemoryBytes = (plan: Plan): number =>
  containerMemoryBytes(plan) + gatewayMemoryBytes(plan.clientsMax);
