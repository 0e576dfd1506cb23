import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { z } from "zod";
import { NewUser } from "../contract/people";
import { CreateTokenInput } from "../contract/tokens";
import { DomainError } from "../core/errors";
import { listDatabasesOfRelease } from "../db/node-releases";
import { findUserByEmail } from "../db/users";
import { personActor } from "../services/context";
import { createUser } from "../services/people/create-user";
import { listFindings } from "../services/platform/list-findings";
import { createToken } from "../services/tokens/create-token";
import { buildReleases, checkNow, printReleases } from "./admin-engines";
import { addRelease, removeRelease } from "./admin-engines-file";
import { backUpRecords, recoverBerth, restoreAll } from "./admin-records";
import { changeUser, printPasswordLink, printUsers, removeUser, USER_VERBS } from "./admin-users";
import { config, describeSettings } from "./config";
import { platform } from "./container";
import { contextOf } from "./context";

type Print = (line: string) => void;

const USAGE = `bin/admin user add EMAIL [--admin]   make an account; its password is read from standard input
bin/admin user list                  list accounts
bin/admin user disable|enable|promote|demote|end-sessions|reset-second-factor|unlink-identity EMAIL
                                     change an account: whether it signs in, is an administrator, needs a code, is linked
                                     with somebody of the identity provider
bin/admin user remove EMAIL [--heir EMAIL]
                                     remove an account; its apps go to the heir
bin/admin user password-link EMAIL   print a one-time link for a new password
bin/admin token add EMAIL [--scope look|read|write|admin] [--name NAME] [--app APP]
                                     print a token for that account
bin/admin back-up-records            back up Berth's own records now, and prove the backup
bin/admin recover (--folder PATH | --s3 FILE) --key FILE [--instance ID]
                                     bring Berth back on a machine that has none: from a folder, or from the bucket that a
                                     JSON file tells of; - reads the file from standard input (docs/runbooks/recover.md)
bin/admin restore-all                restore every database whose data is gone from its newest backup, and wait for it
bin/admin engines list               list releases of engines, their builds and the databases on each
bin/admin engines check [RELEASE...] ask the sources for newer builds, and say which databases run older ones
bin/admin engines build [RELEASE...] make the newest build of releases (redis:VERSION) beside those that are there
bin/admin engines add RELEASE [--registry IMAGE [--digest DIGEST]] [--debian SUITE]
                                     add a release to the file of BERTH_ENGINES_FILE, or offer a withdrawn one again
bin/admin engines remove RELEASE     take a release that no database uses off that file, or withdraw one of Berth's own
bin/admin doctor                     check every part and say what to mend
bin/admin settings                   list the settings that Berth reads from the environment`;

/** The operator's commands. @throws DomainError with what to do. */
export async function admin(print: Print, words: string[]): Promise<void> {
  const { values, positionals } = parseWords(words);
  const [noun, verb = "", email = ""] = positionals;
  if (noun === "user" && verb in USER_VERBS) return changeUser(print, verb, email);
  switch (`${noun ?? ""} ${verb}`.trim()) {
    case "user add":
      return addUser(print, email, values.admin);
    case "user list":
      return printUsers(print);
    case "user remove":
      return removeUser(print, email, values.heir);
    case "user password-link":
      return printPasswordLink(print, email);
    case "token add":
      return addToken(print, email, values);
    case "back-up-records":
      return backUpRecords(print);
    case "recover":
      return recoverBerth(print, values);
    case "restore-all":
      return restoreAll(print);
    case "engines list":
      return printReleases(print);
    case "engines check":
      return checkNow(print, positionals.slice(2));
    case "engines build":
      return buildReleases(print, positionals.slice(2));
    case "engines add":
      addRelease(print, config().BERTH_ENGINES_FILE, email, values);
      return;
    case "engines remove":
      platform();
      return removeRelease(print, config().BERTH_ENGINES_FILE, email, listDatabasesOfRelease);
    case "doctor":
      return doctor(print);
    case "settings":
      return print(describeSettings());
    default:
      throw usage();
  }
}

const usage = () => new DomainError("invalid", "usage", USAGE);

function parseWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        admin: { type: "boolean", default: false },
        heir: { type: "string" },
        scope: { type: "string" },
        name: { type: "string", default: "bin/admin" },
        app: { type: "string" },
        folder: { type: "string" },
        s3: { type: "string" },
        key: { type: "string" },
        instance: { type: "string" },
        registry: { type: "string" },
        digest: { type: "string" },
        debian: { type: "string" },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw usage();
    throw error;
  }
}

/** Prints the token alone, so that a script can keep it. */
async function addToken(
  print: Print,
  email: string,
  options: { scope?: string | undefined; name: string; app?: string | undefined },
): Promise<void> {
  const parsed = CreateTokenInput.safeParse(options);
  if (!parsed.success) throw new DomainError("invalid", "input", z.prettifyError(parsed.error));
  platform();
  const user = await findUserByEmail(email.toLowerCase());
  if (!user) throw new DomainError("not_found", "account", `There is no account for ${email}.`);
  const ctx = contextOf(personActor({ ...user, userId: user.id }, null));
  print((await createToken(ctx, parsed.data)).token);
}

async function addUser(print: Print, email: string, isAdmin: boolean): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write("Password, then Enter and Ctrl-D: ");
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  const parsed = NewUser.safeParse({ email, name: email.split("@")[0], password, isAdmin });
  if (!parsed.success) throw new DomainError("invalid", "input", z.prettifyError(parsed.error));
  platform();
  const user = await createUser(parsed.data);
  print(`${user.email} can sign in${user.isAdmin ? " and is an administrator" : ""}.`);
}

/** @throws DomainError `unavailable` when something is not well. */
async function doctor(print: Print): Promise<void> {
  const findings = await listFindings(platform());
  for (const { name, isHealthy, detail, reason } of findings)
    print(`${isHealthy ? "well  " : "MEND  "}${name.padEnd(16)}${reason ?? detail ?? ""}`);
  if (!findings.every(({ isHealthy }) => isHealthy))
    throw new DomainError("unavailable", "degraded", "Something needs mending: see above.");
}
