import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { OperationView } from "../contract/operations";
import { DEMO_IMAGE } from "../core/databases/images";
import { DEFAULT_PROVIDER } from "../core/engines/engines";
import { isFinished } from "../core/operations/state";
import { findUserByEmail } from "../db/users";
import { addAddon } from "../services/addons/add-addon";
import { createApp } from "../services/apps/create-app";
import { type Context, personActor } from "../services/context";
import { getOperation } from "../services/operations/get-operation";
import { createUser } from "../services/people/create-user";
import { contextOf } from "./context";

const EMAIL = "demo@berth.example";
const APP = "demo";
const CONTAINER_PORT = 8080;
const FIRST_PORT = 8080;

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
async function operationEnd(ctx: Context, operationId: string): Promise<OperationView> {
  for (;;) {
    const operation = await getOperation(ctx, { app: APP, operationId });
    if (operation.status === "failed")
      throw new Error(`The demo could not be made: ${operation.error?.message}`);
    if (isFinished(operation.status)) return operation;
    await delay(200);
  }
}

/** The first port from `port` on that nobody listens on. */
async function findFreePort(port: number): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
  return isFree ? port : findFreePort(port + 1);
}
