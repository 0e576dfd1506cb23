import type { ApiClient, ApiSlowLog } from "@/lib/contract/api/diagnostics";
import type { ApiKey } from "@/lib/contract/api/keys";
import { formatBytes, formatDuration, SECOND_MS } from "@/lib/core/units";
import { table } from "./table";

/** A name that could do something to a terminal, or is no text, is told in quotes or as base64. */
function nameOf({ name, key }: ApiKey): string {
  if (name === null) return `base64 ${key}`;
  return name === "" || /[\p{Cc}\p{Cf}]/u.test(name) ? JSON.stringify(name) : name;
}

export const keyTable = (keys: readonly ApiKey[]): string[] =>
  table(
    [{ header: "Key" }, { header: "Type" }, { header: "Time left" }, { header: "Memory", align: "right" }],
    keys.map((key) => [
      nameOf(key),
      key.type,
      key.ttl_ms === null ? "stays" : formatDuration(key.ttl_ms),
      formatBytes(key.memory_bytes),
    ]),
  );

export const slowLogTable = (entries: ApiSlowLog["entries"]): string[] =>
  table(
    [{ header: "When" }, { header: "Took", align: "right" }, { header: "Command" }, { header: "Client" }],
    entries.map(({ at, ms, command, client, client_name }) => [
      at,
      `${ms.toFixed(1)} ms`,
      command,
      client_name || client,
    ]),
  );

export const clientTable = (clients: readonly ApiClient[]): string[] =>
  table(
    [
      { header: "Id", align: "right" },
      { header: "Address" },
      { header: "Name" },
      { header: "Library" },
      { header: "Connected", align: "right" },
      { header: "Idle", align: "right" },
      { header: "Last command" },
    ],
    clients.map(({ id, address, name, library, age_seconds, idle_seconds, last_command }) => [
      id,
      address,
      name,
      library ?? "",
      formatDuration(age_seconds * SECOND_MS),
      formatDuration(idle_seconds * SECOND_MS),
      last_command,
    ]),
  );
