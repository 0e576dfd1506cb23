import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FAILOVER_MS } from "./group";
import { rejoinLines } from "./start-script";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rejoin-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const OWN = "b1-x-1000-node-1";
const OTHER = "b1-x-1000-node-2";

/** The Sentinels' programs and the pauses, by functions: the answers of the round, and those of the last one from then on. */
const fakes = (last: number, pausesMax: number) => `round=0; pauses=0
timeout() { shift; "$@"; }
cli() { [ "$REDISCLI_AUTH" = pass ] && eval "printf '%s' \\"\\$answer_\${round}_$2\\""; }
sleep() {
  pauses=$((pauses + 1))
  [ $pauses -lt ${pausesMax} ] || { echo waits; exit; }
  [ $round -ge ${last} ] || round=$((round + 1))
}
`;

/** After `pausesMax` pauses it is taken for one that waits for good. */
type Start = { conf?: string; group?: string; rounds?: readonly (readonly string[])[]; pausesMax?: number };

/** What a start makes of the settings while each Sentinel answers so, round by round. */
function start({ conf = "", group = "x-1000.1", rounds = [], pausesMax = 5 }: Start) {
  writeFileSync(join(folder, "redis.conf"), conf);
  writeFileSync(join(folder, "password"), "pass");
  const answers = rounds.flatMap((round, number) =>
    round.map((answer, index) => [`answer_${number}_s${index + 1}`, answer] as const),
  );
  const lines = rejoinLines("cli").replace("/run/secrets/asking-password", "password");
  const script = `${fakes(rounds.length - 1, pausesMax)}${lines}echo "started after $pauses"`;
  const env = {
    NODE_ENV: "test" as const,
    PATH: "/usr/bin:/bin",
    BERTH_NODE: OWN,
    BERTH_SENTINELS: "s1 s2 s3",
    BERTH_GROUP: group,
    ...Object.fromEntries(answers),
  };
  const { stdout, stderr } = spawnSync("sh", ["-c", script], { cwd: folder, env, encoding: "utf8" });
  expect(stderr).toBe("");
  return { said: stdout.trim(), conf: readFileSync(join(folder, "redis.conf"), "utf8") };
}

const says = (...masters: string[]) => masters.map((master) => `${master}\n6379\n`);

describe("a node that starts again", { timeout: 30_000 }, () => {
  it("before anybody watches its group, starts as it is", () => {
    const conf = "port 6379\n";
    expect(start({ conf, group: "" })).toEqual({ said: "started after 0", conf });
  });

  it("follows whom two Sentinels name, whatever it was, and keeps its other settings", () => {
    const others = 'port 6379\nsave 900 1\nmasteruser "a b\\\\"\n';
    expect(start({ conf: `replicaof ${OWN}-old 6379\n${others}`, rounds: [says(OTHER, "", OTHER)] })).toEqual(
      {
        said: "started after 0",
        conf: `${others}replicaof ${OTHER} 6379\n`,
      },
    );
  });

  it("still named as the master, starts as one only once three failovers could have been tried", () => {
    const conf = "port 6379\n";
    expect(start({ conf, rounds: [says(OWN, OWN, "")], pausesMax: 140 })).toEqual({
      said: "started after 132",
      conf,
    });
    expect(132 * 500).toBeGreaterThan(3 * 2 * FAILOVER_MS);
  });

  it("is replaced meanwhile, and follows", () => {
    const rounds = [says(OWN, OWN, OWN), says(OWN, OTHER, OWN), says(OTHER, OTHER, OWN)];
    expect(start({ rounds })).toEqual({ said: "started after 2", conf: `replicaof ${OTHER} 6379\n` });
  });

  it.each([
    ["no Sentinel answers", ["", "", ""]],
    ["one alone does", says(OTHER, "", "")],
    ["no two say the same", says(OTHER, OWN, "b1-x-1000-node-3")],
    ["they refuse", ["NOAUTH Authentication required.\n", "NOAUTH Authentication required.\n", "ERR x\n"]],
    ["they know no group of that name", ["\n", "\n", "\n"]],
    ["what they answer is no name", ["$(reboot)\n", "$(reboot)\n", "$(reboot)\n"]],
  ])("waits while %s", (_name, answers) => {
    expect(start({ conf: "port 6379\n", rounds: [answers] })).toEqual({ said: "waits", conf: "port 6379\n" });
  });
});
