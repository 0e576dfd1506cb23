import { z } from "zod";
import { TOKEN_SCOPES } from "../core/people/scopes";
import { emptyAsMissing } from "./form-fields";

/** Days that a token may last; without one it does not end by itself. */
const TOKEN_DAYS = [30, 90, 365] as const;

const Days = z.coerce.number().pipe(z.literal(TOKEN_DAYS, { error: "Choose how long it lasts." }));

/** `app` confines the token to one app. */
export const CreateTokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, { error: "Say what it is for." })
    .max(100, { error: "A name has at most 100 characters." }),
  scope: z.enum(TOKEN_SCOPES).default("write"),
  app: emptyAsMissing(z.string()),
  days: emptyAsMissing(Days),
});
export type CreateTokenInput = z.infer<typeof CreateTokenInput>;

/** A token without its text, which is shown once only. Times are ISO 8601 in UTC; null is never (used, or ending). */
export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  /** Name of the only app it sees; null for all. */
  appName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** Right to five minutes. */
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;

/** `token` is told only this once. */
export const CreatedTokenView = TokenView.extend({ token: z.string() });
export type CreatedTokenView = z.infer<typeof CreatedTokenView>;

/** Names one of the caller's own tokens. */
export const TokenInput = z.object({ id: z.uuid() });
export type TokenInput = z.infer<typeof TokenInput>;

/** A public key as its `.pub` file has it; without a name its comment is taken. What it holds is checked by the service. */
export const AddSshKeyInput = z.object({
  name: z
    .string()
    .trim()
    .max(100, { error: "A name has at most 100 characters." })
    .regex(/^\P{Cc}*$/u, { error: "A name has no control characters." }),
  publicKey: z
    .string()
    .trim()
    .min(1, { error: "Paste the public key." })
    .max(8_000, { error: "A public key has at most 8,000 characters." }),
});
export type AddSshKeyInput = z.infer<typeof AddSshKeyInput>;

/** A person's key. `publicKey` is without its comment; `fingerprint` is the one that `ssh-keygen -l` prints. */
export const SshKeyView = z.object({
  id: z.string(),
  name: z.string(),
  publicKey: z.string(),
  /** As `ssh-keygen -l` prints it. */
  fingerprint: z.string(),
  createdAt: z.iso.datetime(),
});
export type SshKeyView = z.infer<typeof SshKeyView>;

/** Names one of the caller's own keys. */
export const SshKeyInput = z.object({ id: z.uuid() });
export type SshKeyInput = z.infer<typeof SshKeyInput>;
