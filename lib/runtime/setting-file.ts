import { readFileSync } from "node:fs";
import type { z } from "zod";
import { DomainError } from "../core/errors";

/** Reads a setting from the file that stands in its place; `lacks` says what it did not have. @throws DomainError `invalid`. */
export function readSettingFile<T>(
  { name, path, lacks }: { name: string; path: string; lacks: string },
  schema: z.ZodType<T>,
): T {
  try {
    return schema.parse(readFileSync(path, "utf8").trim());
  } catch (cause) {
    const message = `${name}: the file ${path} cannot be read, or has no ${lacks} in it.`;
    throw new DomainError("invalid", "settings", message, { cause });
  }
}
