import { z } from "zod";

/** The app in a path. */
export const AppParams = z.object({ app: z.string().min(1).max(100).describe("Name or id of the app.") });
/** The app and one of its addons in a path. */
export const AddonParams = AppParams.extend({
  addon: z
    .string()
    .min(1)
    .max(100)
    .describe("Id (`ad-…`), resource id, or `redis` when it is the app's only one."),
});

/** Whether something is protected against deletion. */
export const ProtectionBody = z.object({ protection: z.object({ enabled: z.boolean() }) });

/** Whether a last backup is taken before data goes. */
export const LastBackupQuery = z.object({
  keeps_backup: z.stringbool().optional().describe("`false` takes no last backup; else one is taken first."),
});

/** The database in a path. */
export const DatabaseParams = z.object({
  database: z.string().min(1).max(100).describe("Id of the addon (`ad-…`) or resource id."),
});

/** "ada" of ada@example.org: what the vendor's clients greet people by. */
export const usernameOf = (email: string): string => email.split("@")[0] ?? email;

/** Pages are 1-based. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(30),
});

const Pagination = z.object({
  current_page: z.number(),
  prev_page: z.number().nullable(),
  next_page: z.number().nullable(),
  total_pages: z.number(),
  total_count: z.number(),
});
/** The vendor's CLI reads `pagination`, its JavaScript library the same words beside it. */
export const PageMeta = Pagination.extend({ pagination: Pagination }).meta({ id: "PageMeta" });

/** How many pages there are, and which stand beside this one. */
export function pageMeta({
  page,
  perPage,
  total,
}: {
  page: number;
  perPage: number;
  total: number;
}): z.infer<typeof PageMeta> {
  const pages = Math.max(1, Math.ceil(total / perPage));
  const pagination = {
    current_page: page,
    prev_page: page > 1 ? page - 1 : null,
    next_page: page < pages ? page + 1 : null,
    total_pages: pages,
    total_count: total,
  };
  return { ...pagination, pagination };
}

/** What a refused request is answered: `code` is stable, `error` is for people. */
export const ApiError = z
  .object({
    error: z.string().describe("What happened and what to do, for people."),
    code: z.string().describe("Stable word for programs."),
    resource: z.string().optional().describe("With 404: what is not there."),
    errors: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe("With 422: what is wrong, by field; `base` for the whole."),
  })
  .meta({ id: "Error" });
export type ApiError = z.infer<typeof ApiError>;
