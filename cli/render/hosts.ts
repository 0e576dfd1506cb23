import type { z } from "zod";
import type { HOST_ROUTES } from "@/lib/contract/api/hosts";
import { formatBytes } from "@/lib/core/units";
import { table } from "./table";

export type ApiHost = z.infer<(typeof HOST_ROUTES)["listHosts"]["answer"]>["hosts"][number];
export type ApiDrain = NonNullable<ApiHost["drain"]>;

const isEnded = (status: string): boolean => status === "succeeded" || status === "failed";

/** "2 moved, 1 being moved", and why it went no further. */
export function drainWords({ status, moves, reason }: ApiDrain): string {
  const moved = moves.filter((move) => move.status === "succeeded").length;
  const underWay = moves.filter((move) => !isEnded(move.status)).length;
  const words = [`${status}: ${moved} moved`, ...(underWay > 0 ? [`${underWay} being moved`] : [])].join(
    ", ",
  );
  return reason === null ? words : `${words}. ${reason}`;
}

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
