import type { DepsOf } from "./deps";
import { handOff } from "./hand-off";

/** Another plan, with another version or without: a successor of that size takes over. */
export const changePlan = (deps: DepsOf<"change-plan">, operationId: string): Promise<void> =>
  handOff(deps, operationId);
