import { readFileSync } from "node:fs";
import { z } from "zod";
import { DomainError } from "../core/errors";
import { DEFAULT_PLANS, type Plan } from "../core/plans/catalog";
import { MIB } from "../core/units";
import { whyUnread } from "./unread-file";

/** The form of `BERTH_PLANS_FILE`: a list, smallest first. */
const PlansFile = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9]{1,12}$/, { error: "1 to 12 lower-case letters and digits" }),
      maxMemoryBytes: z.int().min(8 * MIB),
      cpus: z.number().positive().max(512),
      clientsMax: z.int().min(1).max(60_000),
      hasBackups: z.boolean(),
    }),
  )
  .min(1)
  .refine((plans) => new Set(plans.map(({ id }) => id)).size === plans.length, {
    error: "two plans have the same id",
  });

/** The operator's plans, or the default catalog. @throws DomainError `invalid` that says what is wrong with the file. */
export function loadPlans(path: string | undefined): readonly Plan[] {
  if (!path) return DEFAULT_PLANS;
  const content = read(path);
  const parsed = PlansFile.safeParse(content);
  if (parsed.success) return parsed.data.toSorted((a, b) => a.maxMemoryBytes - b.maxMemoryBytes);
  throw refused(path, parsed.error.issues.map((issue) => `  ${tell(content, issue)}`).join("\n"));
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const why = whyUnread(error);
    const reason = why ? `The file ${why}.` : error instanceof Error ? error.message : "";
    throw refused(path, `  ${reason}`, error);
  }
}

const refused = (path: string, reason: string, cause?: unknown) =>
  new DomainError("invalid", "plans_file", `BERTH_PLANS_FILE (${path}) cannot be used:\n${reason}`, {
    cause,
  });

const Named = z.object({ id: z.string() });

/** `Plan 2 ("1g"), cpus: …`: entries are counted from one, as people do. */
function tell(content: unknown, { path: [index, ...field], message }: z.core.$ZodIssue): string {
  if (typeof index !== "number") return message;
  const named = Named.safeParse(Array.isArray(content) ? content[index] : null);
  const name = named.success ? ` (${JSON.stringify(named.data.id)})` : "";
  return `Plan ${index + 1}${name}${field.length > 0 ? `, ${field.join(".")}` : ""}: ${message}`;
}
