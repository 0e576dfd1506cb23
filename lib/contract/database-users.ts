import { z } from "zod";
import { CATEGORIES, ROLES } from "../core/databases/rights";
import { DatabaseInput } from "./databases";

const name = z
  .string()
  .trim()
  .min(6, { error: "Name must contain between 6 and 32 characters" })
  .max(32, { error: "Name must contain between 6 and 32 characters" })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: "A name has lower-case letters and digits, with single hyphens between them.",
  });

/** Of one's own choice; the bounds are those of the reference platform. */
const password = z
  .string()
  .min(24, { error: "Password must contain between 24 and 64 characters" })
  .max(64, { error: "Password must contain between 24 and 64 characters" })
  .regex(/^[\x21-\x7e]*$/, {
    error: "A password has letters, digits and signs of a keyboard, without spaces.",
  });

/** Forms send a list as one text. */
const list = <T extends z.ZodType>(item: T, max: { count: number; error: string }) =>
  z.preprocess(
    (given) => (typeof given === "string" ? given.split(/[\s,]+/).filter((part) => part !== "") : given),
    z.array(item).max(max.count, { error: max.error }),
  );

const PATTERNS = { count: 20, error: "A user has 20 key patterns at most." };
const pattern = z
  .string()
  .max(100, { error: "A key pattern has 100 characters at most." })
  // What a file of users gives another meaning.
  .regex(/^[^\s"'\\\p{Cc}]+$/u, { error: "A key pattern has no spaces, quotes or backslashes." });

const rights = {
  role: z.enum(ROLES, { error: "A role is read-only, read-write or custom." }),
  /** Of a custom role; without any every key. */
  keyPatterns: list(pattern, PATTERNS).optional(),
  /** Of a custom role. */
  categories: list(z.enum(CATEGORIES, { error: `A category is one of ${CATEGORIES.join(", ")}.` }), {
    count: CATEGORIES.length,
    error: "These are more categories than there are.",
  }).optional(),
};

const optionalPassword = z
  .preprocess((given) => (given === "" ? undefined : given), password.optional())
  .optional();

/** A new user; without a password one is made. */
export const AddDatabaseUserInput = DatabaseInput.extend({ name, ...rights, password: optionalPassword });
export type AddDatabaseUserInput = z.infer<typeof AddDatabaseUserInput>;

/** What a user would be able to do. */
export const PreviewUserInput = DatabaseInput.extend(rights);
export type PreviewUserInput = z.infer<typeof PreviewUserInput>;

/** Names a user of a database. */
export const DatabaseUserInput = DatabaseInput.extend({ name: z.string().min(1).max(100) });
export type DatabaseUserInput = z.infer<typeof DatabaseUserInput>;

/** What is not given stays as it is. */
export const ChangeDatabaseUserInput = DatabaseUserInput.extend({
  isOn: z.union([z.boolean(), z.stringbool()]).optional(),
  role: rights.role.optional(),
  keyPatterns: rights.keyPatterns,
  categories: rights.categories,
});
export type ChangeDatabaseUserInput = z.infer<typeof ChangeDatabaseUserInput>;

/** Without a password one is made. */
export const SetUserPasswordInput = DatabaseUserInput.extend({ password: optionalPassword });
export type SetUserPasswordInput = z.infer<typeof SetUserPasswordInput>;

/** A user as its list shows it; `owner` is the addon's own. */
export const DatabaseUserView = z.object({
  name: z.string(),
  role: z.enum([...ROLES, "owner"]),
  keyPatterns: z.array(z.string()),
  categories: z.array(z.enum(CATEGORIES)),
  isOn: z.boolean(),
  isProtected: z.boolean(),
  /** False while Redis has not been told yet what was asked for last. */
  isApplied: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type DatabaseUserView = z.infer<typeof DatabaseUserView>;

/** Users of a database, the addon's own first; and until when its former password still lets in. */
export const DatabaseUsersView = z.object({
  users: z.array(DatabaseUserView),
  formerPasswordUntil: z.iso.datetime().nullable(),
});
export type DatabaseUsersView = z.infer<typeof DatabaseUsersView>;

/** A user with the password that was made for it: this once, and null for one of a person's own choice. */
export const UserPasswordView = z.object({ user: DatabaseUserView, password: z.string().nullable() });
export type UserPasswordView = z.infer<typeof UserPasswordView>;

/** Commands with whether they would be allowed; none was run. */
export const UserPreviewView = z.object({
  commands: z.array(z.object({ command: z.string(), isAllowed: z.boolean() })),
});
export type UserPreviewView = z.infer<typeof UserPreviewView>;
