/** Said of swap where other figures of the container are known and it is not. */
export const SWAP_UNKNOWN =
  "not known: its host does not count swap, or only the engine is reached from here, which does not tell it";
