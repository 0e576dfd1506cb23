import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { configDir, type Settings } from "../settings";

const KnownHosts = z.record(z.string(), z.string());

const pathOf = (settings: Settings): string => join(configDir(settings), "known_hosts.json");

/** As `ssh-keygen -l` prints it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;

/** Remembers the key that a gateway shows at the first visit. @throws Failure when it shows another one later. */
export function checkHostKey(settings: Settings, place: string, key: Buffer): void {
  const path = pathOf(settings);
  const known = existsSync(path) ? KnownHosts.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  const fingerprint = fingerprintOf(key);
  if (known[place] === fingerprint) return;
  if (known[place] !== undefined)
    throw new Failure(EXIT.refused, `The SSH gateway at ${place} shows another key than before.`, [
      `It was ${known[place]}, it is ${fingerprint}: somebody may stand in between.`,
      `If the key was really changed, take the line out of ${path}.`,
    ]);
  mkdirSync(configDir(settings), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify({ ...known, [place]: fingerprint }, null, 2)}\n`, { mode: 0o600 });
}
