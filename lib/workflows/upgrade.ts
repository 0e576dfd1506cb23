import type { DepsOf } from "./deps";
import { handOff } from "./hand-off";

/** A later version of Redis: a successor of that version takes over. */
export const upgrade = (deps: DepsOf<"upgrade">, operationId: string): Promise<void> =>
  handOff(deps, operationId);
