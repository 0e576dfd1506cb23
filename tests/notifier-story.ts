// Told to `notifiers.integration.test.ts`, which kills it: a worker that sends messages and does nothing else.
import { setInterval as every } from "node:timers/promises";
import { networkMessenger } from "../lib/adapters/messages/messenger";
import { connectDatabase } from "../lib/db/client";
import { deliverer } from "../lib/services/notifiers/deliver-due";
import { plainCipher } from "./factories";
import { ownAddress } from "./receivers";

connectDatabase(process.env.DATABASE_URL ?? "");
const messenger = networkMessenger({
  mail: null,
  allowedNetworks: [`${ownAddress()}/32`],
  baseUrl: "http://localhost:3000",
});
const { round } = deliverer({
  cipher: plainCipher,
  messenger,
  workerId: "story",
  alone: (_subject, work) => work(),
  now: () => new Date(),
});
for await (const _ of every(100)) await round();
