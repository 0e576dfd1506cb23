import type { z } from "zod";
import { type Answer, ask, type Door, type Given, type Route, tokenAuthorization } from "./api";
import { findCredentials } from "./credentials";
import { EXIT } from "./exit-codes";
import { Failure, usageFailure } from "./failure";
import { findAppFile, readSettings, type Settings } from "./settings";
import { processTerminal, type Terminal } from "./terminal";

/** Flags that every command takes. */
export type CommonOptions = {
  app?: string | undefined;
  addon?: string | undefined;
  json: boolean;
  wait?: boolean | undefined;
};

/** What the help and completion tell of a command. */
export type CommandHelp = {
  name: string;
  summary: string;
  options?: readonly (readonly [flags: string, summary: string])[];
};

/** What a command works with. */
export type Session = {
  /** Every command there is. */
  loadCommands: () => Promise<readonly CommandHelp[]>;
  terminal: Terminal;
  settings: Settings;
  options: CommonOptions;
  /** How to wait for an operation: as told, else with its steps on a screen and without them elsewhere. */
  waiting: "with steps" | "silently" | "no";
  /** @throws Failure when nobody said which Berth. */
  url(): string;
  /** @throws Failure before the login. */
  door(): Door;
  /** @throws Failure when nobody said which app. */
  app(): string;
  /** Asks the API as the person who is signed in. */
  call<A extends z.ZodType>(route: Route<A>, given?: Given): Promise<Answer<z.infer<A>>>;
};

export function newSession(options: CommonOptions, loadCommands: Session["loadCommands"]): Session {
  const settings = readSettings();
  const terminal = processTerminal({ noColour: settings.NO_COLOR !== undefined });
  const url = () => urlOf(settings);
  const door = () => doorOf(settings);
  return {
    loadCommands,
    terminal,
    settings,
    options,
    waiting: waitingOf(options, terminal),
    url,
    door,
    app: () => appOf(settings, options),
    call: (route, given) => ask(door(), route, given),
  };
}

function waitingOf({ wait }: CommonOptions, { isScreen }: Terminal): Session["waiting"] {
  if (wait === false) return "no";
  return wait || isScreen ? "with steps" : "silently";
}

function urlOf(settings: Settings): string {
  const url = settings.BERTH_URL ?? findCredentials(settings)?.url;
  if (url) return url;
  throw usageFailure("Which Berth?", "Sign in: berth login --url https://berth.example.org");
}

function doorOf(settings: Settings): Door {
  const url = urlOf(settings);
  const kept = findCredentials(settings);
  // A token is told only to the Berth that made it.
  const token = settings.BERTH_API_TOKEN ?? (kept && isSameOrigin(kept.url, url) ? kept.token : undefined);
  if (token) return { url, authorization: tokenAuthorization(token) };
  throw new Failure(EXIT.signedOut, `You are not signed in to ${url}.`, [
    "Sign in: berth login, or set BERTH_API_TOKEN to a token of the account page.",
  ]);
}

const isSameOrigin = (one: string, other: string): boolean => new URL(one).origin === new URL(other).origin;

function appOf(settings: Settings, options: CommonOptions): string {
  const app = options.app ?? settings.BERTH_APP ?? findAppFile(process.cwd());
  if (app) return app;
  throw usageFailure(
    "Unable to find the application name, please use --app flag.",
    "Or set BERTH_APP, or write the name into a file .berth.",
  );
}
