import type { z } from "zod";
import type { HOST_ROUTES } from "@/lib/contract/api/hosts";
import { formatBytes } from "@/lib/core/units";
import { table } from "./table";
import { waveWords } from "./waves";

export type ApiHost = z.infer<(typeof HOST_ROUTES)["listHosts"]["answer"]>["hosts"][number];
export type ApiDrain = NonNullable<ApiHost["drain"]>;

/** "2 moved, 1 being moved", what stays there and why, and why it went no further. */
export const drainWords = (drain: ApiDrain): string =>
  [
    waveWords(drain, drain.moves, "moved"),
    ...drain.staying.map(({ resource_id, reason }) => `a node of ${resource_id} stays: ${reason}`),
  ].join("; ");

export const hostsTable = (hosts: readonly ApiHost[]): string[] =>
  table(
    ["NAME", "STATE", "DATABASES", "MEMORY", "FREE", "NODES", "DRAIN"].map((header) => ({ header })),
    hosts.map((host) => [
      host.name,
      host.state,
      host.takes_databases ? "takes" : "takes none",
      formatBytes(host.memory_bytes),
      formatBytes(host.free_bytes),
      String(host.nodes),
      host.drain ? drainWords(host.drain) : "",
    ]),
  );
