import type { DepsOf } from "./deps";
import { handOff } from "./hand-off";

/** The same database on another host, which was chosen when it was asked for. */
export const move = (deps: DepsOf<"move">, operationId: string): Promise<void> => handOff(deps, operationId);
