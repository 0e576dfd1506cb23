/** True in the long form (`bin/test --long`): every combination on the real engine instead of at least one of each kind. */
export const isLong = process.env.BERTH_TEST_LONG === "1";

/** Cases that take minutes together: all of them in the long form, else those that `isInShort` chooses. */
export const casesOf = <T>(all: readonly T[], isInShort: (one: T) => boolean): T[] =>
  isLong ? [...all] : all.filter(isInShort);
