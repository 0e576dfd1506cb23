import type { Duplex } from "node:stream";
import ssh2, { type Client } from "ssh2";
import { ACCOUNT_ROUTES, SSH_OFF_PORT } from "@/lib/contract/api/account";
import { SECOND_MS } from "@/lib/core/units";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Session } from "../session";
import { findIdentities, type Identities } from "./identities";
import { checkHostKey } from "./known-hosts";

const READY_MS = 20 * SECOND_MS;
const KEEPALIVE_MS = 15 * SECOND_MS;
/** https://www.rfc-editor.org/rfc/rfc4253#section-11.1 */
const DISCONNECTED_FOR_KEYS = 14;
/** As by `ssh -L`, when nobody is signed in as an app. */
const USER = "git";

type SshError = Error & { level?: string; code?: unknown };

export type Destination = { host: string; port: number };

/** Streams to databases over one SSH connection, which is made again when it broke. */
export type Gateway = {
  /** @throws Failure when the destination is refused. */
  open(destination: Destination): Promise<Duplex>;
  close(): void;
};

/** Signs in to the SSH gateway of the Berth. @throws Failure when it cannot be reached or knows none of the keys. */
export async function openGateway(session: Session, identity: string | undefined): Promise<Gateway> {
  const place = await findPlace(session);
  const username = session.options.app ?? session.settings.BERTH_APP ?? USER;
  const known = identity === undefined ? await listKnownKeys(session) : new Set<string>();
  const identities = await findIdentities(session.settings, { username, identity, host: place.host, known });
  const connect = () => connectTo(session, place, { username, identities });
  let current: Promise<Client> | null = connect();
  const forget = () => {
    current = null;
  };
  await current.then((client) => client.once("close", forget));
  return {
    open: async (destination) => {
      if (!current) {
        current = connect();
        current.then((client) => client.once("close", forget), forget);
      }
      return forward(await current, destination);
    },
    close: () => void current?.then((client) => client.destroy(), forget),
  };
}

async function findPlace({ call }: Session): Promise<Destination> {
  const { regions } = (await call(ACCOUNT_ROUTES.listRegions)).data;
  const [, host = "", port = ""] = /^\[?(.+?)\]?:(\d+)$/.exec(regions[0]?.ssh ?? "") ?? [];
  if (host !== "" && Number(port) !== SSH_OFF_PORT) return { host, port: Number(port) };
  throw new Failure(EXIT.unavailable, "The SSH gateway of this Berth is off.", [
    "Databases are reached through it. Whoever runs this Berth switches it on: BERTH_SSH=on bin/up",
  ]);
}

/** Fingerprints of the account's keys; a token of one app may not see them, and does without. */
async function listKnownKeys({ call }: Session): Promise<Set<string>> {
  try {
    const { keys } = (await call(ACCOUNT_ROUTES.listKeys)).data;
    return new Set(keys.map(({ fingerprint }) => fingerprint));
  } catch (error) {
    if (error instanceof Failure && error.exitCode === EXIT.refused) return new Set();
    throw error;
  }
}

type SignIn = { username: string; identities: Identities };

function connectTo(
  session: Session,
  { host, port }: Destination,
  { username, identities }: SignIn,
): Promise<Client> {
  const place = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    let distrust: unknown;
    const client = new ssh2.Client();
    client
      .once("ready", () => resolve(client))
      .on("error", (error) => reject(distrust ?? explain(place, error, identities)))
      .once("close", () => reject(new Failure(EXIT.unavailable, `The SSH gateway at ${place} hung up.`)))
      .connect({
        host,
        port,
        username,
        authHandler: identities.methods,
        readyTimeout: READY_MS,
        keepaliveInterval: KEEPALIVE_MS,
        hostVerifier: (key: Buffer) => {
          try {
            checkHostKey(session.settings, place, key);
            return true;
          } catch (error) {
            distrust = error;
            return false;
          }
        },
      });
  });
}

function explain(place: string, error: SshError, { unused }: Identities): Failure {
  if (error.level === "client-authentication")
    return new Failure(EXIT.refused, "The SSH gateway knows none of your keys.", [
      "Add one: berth keys-add laptop ~/.ssh/id_ed25519.pub. Another file: -i FILE",
      ...unused,
    ]);
  if (error.code === DISCONNECTED_FOR_KEYS)
    return new Failure(EXIT.refused, `The SSH gateway has refused: ${error.message}.`, [
      "Name the file of the right one: -i FILE",
      ...unused,
    ]);
  return new Failure(EXIT.unavailable, `The SSH gateway at ${place} does not answer: ${error.message}`);
}

const forward = (client: Client, { host, port }: Destination): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
      if (!error) return resolve(channel);
      reject(
        new Failure(EXIT.refused, `The SSH gateway opens no tunnel to ${host}:${port}.`, [
          "It leads to running databases of apps that you own or work on, and nowhere else.",
        ]),
      );
    });
  });
