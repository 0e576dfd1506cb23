import type { EngineVersion } from "./engine";

/** What changes for programs and users when a database goes to another engine, in sentences; all else stays. */
export function engineNotes({ from, to }: { from: EngineVersion; to: EngineVersion }): string[] {
  const notes = ["The address, its password and the names of the app's variables stay, and so do clients."];
  if (to.engine === "valkey")
    notes.push(
      "INFO goes on telling redis_version, which stays at 7.2.4 for ever; its own version is valkey_version.",
    );
  if (from.engine === "valkey")
    notes.push("Commands that Valkey alone knows are refused from then on: try the programs before.");
  if (from.hasDatabaseAcl && !to.hasDatabaseAcl)
    notes.push("Users of Redis that may use some of the numbered databases only are not taken along.");
  return notes;
}
