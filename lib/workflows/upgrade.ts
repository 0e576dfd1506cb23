import type { Deps } from "./deps";
import { handOff } from "./hand-off";

/** A later version of Redis: a successor of that version takes over. */
export const upgrade = (deps: Deps, operationId: string): Promise<void> => handOff(deps, operationId);
