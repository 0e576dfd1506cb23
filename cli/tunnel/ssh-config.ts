import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import SshConfig from "ssh-config";

/** Files that `IdentityFile` of one's `~/.ssh/config` names for a host; also those that are not there. */
export function listIdentityFiles(host: string): string[] {
  const path = join(homedir(), ".ssh", "config");
  if (!existsSync(path)) return [];
  // The parser gathers all of them only when the word is written so.
  const text = readFileSync(path, "utf8").replaceAll(/^(\s*)identityfile\b/gim, "$1IdentityFile");
  const { IdentityFile: found = [] } = SshConfig.parse(text).compute(host);
  return [found].flat().map((file) => expand(file, host));
}

/** https://man.openbsd.org/ssh_config#TOKENS, as far as files of keys are named by them. */
const expand = (file: string, host: string): string =>
  file
    .replace(/^~(?=\/)/, homedir())
    .replaceAll(/%[dh%]/g, (token) => ({ "%d": homedir(), "%h": host })[token] ?? "%");
