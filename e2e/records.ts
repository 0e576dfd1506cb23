import { Client } from "pg";
import { z } from "zod";
import { aesGcmCipher } from "../lib/adapters/cipher/aes-gcm";
import type { Cipher } from "../lib/ports/cipher";
import { parseConfig } from "../lib/runtime/config";
import { loadKey } from "../lib/runtime/instance";
import type { Berth } from "./berth";

const User = z.object({ databaseId: z.string(), name: z.string(), passwordEncrypted: z.string() });
const Certificate = z.object({
  name: z.string(),
  certificatePem: z.string(),
  privateKeyEncrypted: z.string(),
});

/** What only the records know of a database: its id, and the passwords of its own users. */
export type DatabaseSecrets = {
  databaseId: string;
  passwords: { default: string; gateway: string; berth: string };
};

export async function readDatabaseSecrets(berth: Berth, resourceId: string): Promise<DatabaseSecrets> {
  const users = await query(
    berth,
    User,
    `select u."databaseId", u.name, u."passwordEncrypted" from database_users u
     join databases d on d.id = u."databaseId" join addons a on a.id = d."addonId" where a."resourceId" = $1`,
    [resourceId],
  );
  const passwordOf = (name: string): string => {
    const user = users.find((candidate) => candidate.name === name);
    if (!user) throw new Error(`${resourceId} has no user ${name}`);
    return cipherOf(berth).decrypt(user.passwordEncrypted);
  };
  const passwords = {
    default: passwordOf("default"),
    gateway: passwordOf("gateway"),
    berth: passwordOf("berth"),
  };
  return { databaseId: users[0]?.databaseId ?? "", passwords };
}

export type Certificates = Record<string, { certificatePem: string; keyPem: string }>;

/** The platform's certificates with their keys: `ca`, `link-server`, `link-client`. */
export async function readCertificates(berth: Berth): Promise<Certificates> {
  const rows = await query(
    berth,
    Certificate,
    `select name, "certificatePem", "privateKeyEncrypted" from certificates`,
  );
  return Object.fromEntries(
    rows.map(({ name, certificatePem, privateKeyEncrypted }) => [
      name,
      { certificatePem, keyPem: cipherOf(berth).decrypt(privateKeyEncrypted) },
    ]),
  );
}

/** As if the database had been started from that image. */
export async function writeNodeImage(berth: Berth, resourceId: string, image: string): Promise<void> {
  const { databaseId } = await readDatabaseSecrets(berth, resourceId);
  await query(berth, z.unknown(), `update nodes set image = $2 where "databaseId" = $1`, [databaseId, image]);
}

/** The key in the data folder, as it stands there. */
export const readKey = ({ dataDir }: Berth): Buffer => loadKey(parseConfig({ BERTH_DATA_DIR: dataDir }));

const cipherOf = (berth: Berth): Cipher => aesGcmCipher(readKey(berth));

async function query<T extends z.ZodType>(
  { instance }: Berth,
  schema: T,
  sql: string,
  values: unknown[] = [],
): Promise<z.output<T>[]> {
  const client = new Client({
    host: "127.0.0.1",
    port: instance.postgresPort,
    user: "postgres",
    database: "postgres",
    password: instance.postgresPassword,
  });
  await client.connect();
  try {
    const { rows } = await client.query(sql, values);
    return rows.map((row) => schema.parse(row));
  } finally {
    await client.end();
  }
}
