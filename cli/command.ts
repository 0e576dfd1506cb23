import type { z } from "zod";
import type { CommandHelp, Session } from "./session";

/** A command as it stands in the help: arguments as commander reads them ("<provider> [plan]"), flags with what they do. */
export type Command<I = unknown> = CommandHelp & {
  aliases?: readonly string[];
  usage?: string;
  /** Heading in the help. */
  group:
    | "Session"
    | "Apps"
    | "Addons"
    | "Databases"
    | "Backups"
    | "Environment"
    | "Activity"
    | "Hosts"
    | "Releases"
    | "Other";
  /** Arguments and flags by name. */
  input: z.ZodType<I>;
  run(session: Session, input: I): Promise<void>;
};

/** A command whose input has been parsed within. */
export type AnyCommand = Omit<Command, "input" | "run"> & {
  run(session: Session, input: unknown): Promise<void>;
};

/** Ties the parsing of a command to its work. */
export const command = <I>({ input, run, ...rest }: Command<I>): AnyCommand => ({
  ...rest,
  run: async (session, given) => run(session, input.parse(given)),
});
