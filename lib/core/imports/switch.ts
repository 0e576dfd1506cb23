/** What a switch that was asked for can wait for: a backup that is being taken, or the last writes of the source. */
export const SWITCH_WAITS = ["backup", "source"] as const;
/** One of SWITCH_WAITS. */
export type SwitchWait = (typeof SWITCH_WAITS)[number];

/** Why a switch that was asked for is not made yet, in words without a full stop. */
export const SWITCH_WAIT_WORDS: Record<SwitchWait, string> = {
  backup: "a backup of the database is being taken",
  source: "the new Redis is not in step with the source",
};
