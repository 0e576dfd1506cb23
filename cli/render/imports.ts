import type { z } from "zod";
import type { IMPORT_ROUTES } from "@/lib/contract/api/imports";
import { humanSize } from "./backups";
import { table } from "./table";

type Check = z.output<typeof IMPORT_ROUTES.checkImport.answer>["import_check"];

/** What a source is beside what it would replace, and what to know before. */
export const importFacts = (check: Check): string[] => [
  ...table(
    ["", "SOURCE", "NOW"].map((header) => ({ header })),
    [
      ["Server", check.source_name ?? "unknown", check.present?.version ?? ""],
      ["Keys", String(check.keys), check.present ? String(check.present.keys) : "gone"],
      [
        "Memory",
        check.used_memory_bytes === null ? "unknown" : humanSize(check.used_memory_bytes),
        check.present ? humanSize(check.present.used_memory_bytes) : "",
      ],
      ["Databases", Object.keys(check.keys_by_database).join(", "), ""],
    ],
  ),
  ...(check.replication
    ? [
        check.replication.is_allowed
          ? "  The new Redis can follow it (--replicate, --stay-in-step), which makes it fork once to send its data."
          : `  The new Redis cannot follow it: ${check.replication.message ?? ""}`,
      ]
    : []),
  ...check.notes.map((note) => `  ${note}`),
];
