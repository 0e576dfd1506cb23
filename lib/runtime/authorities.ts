import { existsSync, readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import type { Config } from "./config";

/**
 * Whose certificates are trusted outside, as PEM: those that Node.js has, and the operator's own. A file that is not there is ignored, as
 * Node.js does.
 */
export function trustedAuthorities({
  NODE_EXTRA_CA_CERTS: path,
}: Pick<Config, "NODE_EXTRA_CA_CERTS">): string {
  const own = path !== undefined && existsSync(path) ? [readFileSync(path, "utf8").trim()] : [];
  return `${[...rootCertificates, ...own].join("\n")}\n`;
}
