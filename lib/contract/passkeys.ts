import { z } from "zod";
import { parseJson } from "../core/json";
import { safeNextPath } from "../core/people/next-path";

/** A passkey's answer, as the browser writes it in JSON; it is checked where it is proved. */
const Answer = z.string().max(50_000, { error: "This is no passkey." }).transform(parseJson);

/** What is asked for before a passkey is added; empty where the account has no password. */
export const AskForPasskeyInput = z.object({
  password: z.string().max(128, { error: "A password has at most 128 characters." }).default(""),
});
export type AskForPasskeyInput = z.infer<typeof AskForPasskeyInput>;

/** A new passkey, with the name that its owner gives it. */
export const AddPasskeyInput = z.object({
  answer: Answer,
  name: z
    .string()
    .trim()
    .min(1, { error: "Give it a name." })
    .max(100, { error: "A name has at most 100 characters." })
    .regex(/^\P{Cc}*$/u, { error: "A name has no control characters." }),
});
export type AddPasskeyInput = z.infer<typeof AddPasskeyInput>;

/** A sign-in by a passkey; `next` is where to go afterwards. */
export const PasskeySignInInput = z.object({
  answer: Answer,
  next: z.string().optional().transform(safeNextPath),
});
export type PasskeySignInInput = z.infer<typeof PasskeySignInInput>;

/** What the browser is to be asked for, in JSON. */
export type PasskeyQuestionView = { options: string };

/** One's own passkey; `lastUsedAt` is null until it has signed in. Times are ISO 8601 in UTC. */
export type PasskeyView = { id: string; name: string; createdAt: string; lastUsedAt: string | null };

/** Names one of the caller's own passkeys. */
export const PasskeyInput = z.object({ id: z.uuid() });
export type PasskeyInput = z.infer<typeof PasskeyInput>;
