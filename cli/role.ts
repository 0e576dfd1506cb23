import { z } from "zod";
import { APP_ROLES, type AppRole } from "@/lib/core/people/roles";
import { usageFailure } from "./failure";

/** A role, or the vendor's flag for that of a viewer. */
export const ROLE_OPTIONS = [
  ["--role <role>", `${APP_ROLES.join(", ")}: a viewer looks, an operator changes, an owner decides who may`],
  ["--limited", "the same as --role view"],
] as const;
export const ROLE_INPUT = {
  role: z.enum(APP_ROLES, { error: `--role is one of ${APP_ROLES.join(", ")}.` }).optional(),
  limited: z.boolean().default(false),
};

/** The role that the flags say; undefined for none. @throws Failure when they contradict each other. */
export function roleOf({
  role,
  limited,
}: {
  role?: AppRole | undefined;
  limited: boolean;
}): AppRole | undefined {
  if (limited && role !== undefined && role !== "view")
    throw usageFailure("--limited and --role contradict each other.");
  return limited ? "view" : role;
}
