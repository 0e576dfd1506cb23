/** For changes that usually need room for two. */
export const STOP_FIRST = [
  "--stop-first",
  "let the database be away meanwhile, where no host has room for the old and the new one",
] as const;
