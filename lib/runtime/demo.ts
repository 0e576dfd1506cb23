import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { DEMO_IMAGE } from "../core/databases/images";
import { DEFAULT_PROVIDER } from "../core/engines/names";
import { isFinished } from "../core/operations/state";
import { MINUTE_MS } from "../core/units";
import { findUserByEmail } from "../db/users";
import { addAddon } from "../services/addons/add-addon";
import { createApp } from "../services/apps/create-app";
import { type Context, personActor } from "../services/context";
import { getOperation } from "../services/operations/get-operation";
import { createUser } from "../services/people/create-user";
import { poll } from "../time/wait";
import { contextOf } from "./context";

const EMAIL = "demo@berth.example";
const APP = "demo";
const CONTAINER_PORT = 8080;
const FIRST_PORT = 8080;
const OPERATION_MS = 10 * MINUTE_MS;

/** An administrator, an app and its database to look at, made once. Returns lines that tell how to get in. */
export async function makeDemo(): Promise<string[]> {
  if (await findUserByEmail(EMAIL)) return [`The demo is there already: sign in as ${EMAIL}.`];
  const password = randomBytes(12).toString("base64url");
  const user = await createUser({ email: EMAIL, name: "Demo", password, isAdmin: true });
  const ctx = await demoContext(user.email);
  const publishedPort = await findFreePort(FIRST_PORT);
  const app = {
    name: APP,
    source: "image",
    image: DEMO_IMAGE,
    containerPort: CONTAINER_PORT,
    publishedPort,
  } as const;
  const { operationId } = await createApp(ctx, app);
  if (operationId) await operationEnd(ctx, operationId);
  const added = await addAddon(ctx, {
    app: APP,
    provider: DEFAULT_PROVIDER,
    planId: "256m",
    requestKey: randomUUID(),
  });
  await operationEnd(ctx, added.operationId);
  return [
    `Sign in as ${EMAIL} with the password ${password} (shown once).`,
    `The demo app counts its visits in its Redis: http://localhost:${publishedPort}`,
  ];
}

async function demoContext(email: string): Promise<Context> {
  const user = await findUserByEmail(email);
  if (!user) throw new Error("the demo account was not made");
  return contextOf(personActor({ ...user, userId: user.id }, null));
}

/** @throws Error with the operation's reason when it failed. */
async function operationEnd(ctx: Context, operationId: string): Promise<void> {
  const isOver = async () => {
    const { status, error } = await getOperation(ctx, { app: APP, operationId });
    if (status === "failed") throw new Error(`The demo could not be made: ${error?.message}`);
    return isFinished(status);
  };
  if (!(await poll(isOver, { timeoutMs: OPERATION_MS })))
    throw new Error("The demo could not be made in time: the worker's log tells more.");
}

/** The first port from `port` on that nobody listens on. */
async function findFreePort(port: number): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
  return isFree ? port : findFreePort(port + 1);
}
