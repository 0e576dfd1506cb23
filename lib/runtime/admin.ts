import { text } from "node:stream/consumers";
import { z } from "zod";
import { NewUser } from "../contract/people";
import { DomainError } from "../core/errors";
import { listUsers } from "../db/users";
import { createUser } from "../services/people/create-user";
import { getPlatformHealth } from "../services/platform/get-platform-health";
import { describeSettings } from "./config";
import { platform } from "./container";

type Print = (line: string) => void;

const USAGE = `bin/admin user add EMAIL [--admin]   make an account; its password is read from standard input
bin/admin user list                  list accounts
bin/admin doctor                     check every part and say what to mend
bin/admin settings                   list the settings that Berth reads from the environment`;

/** The operator's commands. @throws DomainError with what to do. */
export async function admin(print: Print, words: string[]): Promise<void> {
  const flags = words.filter((word) => word.startsWith("--"));
  const [noun, verb, ...rest] = words.filter((word) => !word.startsWith("--"));
  switch (`${noun ?? ""} ${verb ?? ""}`.trim()) {
    case "user add":
      return addUser(print, rest[0] ?? "", flags.includes("--admin"));
    case "user list":
      return printUsers(print);
    case "doctor":
      return doctor(print);
    case "settings":
      return print(describeSettings());
    default:
      throw new DomainError("invalid", "usage", USAGE);
  }
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

async function printUsers(print: Print): Promise<void> {
  platform();
  const users = await listUsers();
  if (users.length === 0) print("There is no account yet.");
  for (const { email, isAdmin, createdAt } of users)
    print(
      `${email.padEnd(40)}${(isAdmin ? "administrator" : "user").padEnd(16)}since ${createdAt.toISOString()}`,
    );
}

/** @throws DomainError `unavailable` when a part is not well. */
async function doctor(print: Print): Promise<void> {
  const { status, parts } = await getPlatformHealth(platform());
  for (const { name, isHealthy, detail, reason } of parts)
    print(`${isHealthy ? "well  " : "MEND  "}${name.padEnd(16)}${reason ?? detail ?? ""}`);
  if (status !== "ok")
    throw new DomainError("unavailable", "degraded", "Something needs mending: see above.");
}
