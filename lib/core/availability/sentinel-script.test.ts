import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PACE, watchCommands } from "./sentinel";
import { sentinelLines } from "./sentinel-script";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const GROUP = "x-1000.1";
const OTHER = "y-1001.1";
const FORMER = "b1-x-1000-node-1";
const MASTER = "b1-x-1000-node-2";
const KEPT = `port 6379
sentinel monitor ${GROUP} ${FORMER} 6379 2
sentinel auth-pass ${OTHER} of-others
sentinel auth-pass ${GROUP} of-nodes
`;

/** Messages as the client prints them, line by line, of these kinds. */
const heard = (...messages: (readonly [channel: string, message: string])[]) =>
  messages.map(([channel, message]) => `message\n${channel}\n${message}\n`).join("");
const believes = (group: string) =>
  ["+config-update-from", `sentinel 0123456789abcdef b1-sentinel-2 6379 @ ${group} ${FORMER} 6379`] as const;
const switches = (group: string, master = MASTER) =>
  ["+switch-master", `${group} ${FORMER} 6379 ${master} 6379`] as const;

/** `names`: whom the Sentinel names when asked; null for a group that it does not watch. `unresolved`: how often the new name is gone. */
type Start = { conf?: string; events?: string; names?: string | null; unresolved?: number };

/** Its own program answers the third time that it is asked, and has heard of `events` then. What it was told, and by which password. */
function begin({ conf = KEPT, events = "", names = FORMER, unresolved = 0 }: Start) {
  writeFileSync(join(folder, "sentinel.conf"), conf);
  writeFileSync(join(folder, "events"), events);
  for (const file of ["paced", "told", "piped", "passwords"]) writeFileSync(join(folder, file), "");
  const named = names === null ? "echo" : `printf '${names}\\n6379\\n'`;
  const cli = `sleep() { [ $1 != 0.1 ] || [ ! -e over ] || exit; }
cli() {
  echo "$REDISCLI_AUTH" >> passwords
  [ "$1 $2 $3 $4 $5" = "-p 6379 --user own --no-auth-warning" ] || exit
  shift 5
  case "$*" in
    "${PACE.join(" ")}") echo "$*" >> paced; [ "$(wc -l < paced)" -lt 3 ] || echo OK; return ;;
    "subscribe +config-update-from +switch-master")
      until [ "$(wc -l < paced)" -eq 3 ]; do command sleep 0.02; done
      cat events; : > over; return ;;
    "") cat >> piped; return ;;
  esac
  echo "$*" >> told
  case "$2" in
    get-master-addr-by-name) ${named} ;;
    remove) echo OK ;;
    MONITOR) [ "$(grep -c MONITOR told)" -le ${unresolved} ] && echo ERR || echo OK ;;
  esac
}
`;
  const script = `${cli}${sentinelLines("cli", "sentinel.conf")}wait; echo started`;
  const { stdout, stderr } = spawnSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
  // Only where a test has it so.
  expect(stderr.replace(/^.*I\/O error\n/, "")).toBe("");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const lines = (name: string) => read(name).split("\n").slice(0, -1);
  return {
    conf: read("sentinel.conf"),
    stdout,
    passwords: new Set(lines("passwords")),
    paced: lines("paced"),
    told: lines("told"),
    piped: lines("piped"),
  };
}

const ASKED = `sentinel get-master-addr-by-name ${GROUP}`;
const [monitor = [], settings = []] = watchCommands({ group: GROUP, master: MASTER, password: "of-nodes" });

describe("a Sentinel that starts", { timeout: 30_000 }, () => {
  it("is told its pace until it takes it, by a user with a password of this start that may do little else", () => {
    const { conf, passwords, paced, told } = begin({
      conf: `${KEPT}user own on #of-the-start-before -@all\n`,
    });
    const [password = ""] = passwords;
    expect(password).toMatch(/^[0-9a-f-]{36}$/);
    expect(passwords.size).toBe(1);
    expect(conf.slice(0, KEPT.length)).toBe(KEPT);
    expect(conf.slice(KEPT.length)).toMatch(
      new RegExp(`^user own on >${password} resetchannels .* -@all [^\\n]*\\n$`),
    );
    expect(paced).toHaveLength(3);
    expect(told).toEqual([]);
  });

  it("keeps what it knows, and starts, where there is no room for that", () => {
    symlinkSync("/dev/full", join(folder, "sentinel.conf.new"));
    expect(begin({})).toMatchObject({ conf: KEPT, stdout: "started\n", paced: [], told: [] });
  });
});

describe("a Sentinel that says it has switched on another's word", { timeout: 30_000 }, () => {
  const events = heard(believes(GROUP), switches(GROUP));

  it("and has, is asked once and left alone", () => {
    expect(begin({ events, names: MASTER })).toMatchObject({ told: [ASKED], piped: [] });
  });

  it("and has not, forgets the group at once and watches it anew, by the nodes' password, once the name resolves", () => {
    const { told, piped, stdout } = begin({ events, unresolved: 3 });
    const again = Array.from({ length: 4 }, () => monitor.join(" "));
    expect(told).toEqual([ASKED, `sentinel remove ${GROUP}`, ...again]);
    expect(piped).toEqual([settings.join(" ")]);
    expect(stdout).toContain(`${GROUP}: told of the master ${MASTER}`);
    expect(stdout).not.toContain("of-nodes");
  });

  it("is left to Berth where the name does not come back", () => {
    const { told, piped } = begin({ events, unresolved: 1_000 });
    expect(told).toHaveLength(2 + 60);
    expect(piped).toEqual([]);
  });

  it("leads the failover, or speaks of another group, and is not asked", () => {
    const others = heard(switches(GROUP), believes(OTHER), switches(GROUP));
    expect(begin({ events: others })).toMatchObject({ told: [], piped: [] });
  });

  it("believes for two groups at once, and is asked for each", () => {
    const both = heard(believes(OTHER), switches(OTHER), believes(GROUP), switches(GROUP));
    const { told } = begin({ events: both, names: MASTER });
    expect(told.toSorted()).toEqual([ASKED, `sentinel get-master-addr-by-name ${OTHER}`].toSorted());
  });
});
