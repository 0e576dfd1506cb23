import { afterEach, describe, expect, test } from "vitest";
import { type Answers, withCli } from "@/tests/cli";
import { ADDON, AT, DATABASE, lines, OPERATION_PATH, operation, slowly } from "@/tests/cli-answers";
import { EXIT } from "./exit-codes";

const { berth, answer, asked } = withCli();
afterEach(() => answer({}));

const OWN = "/v1/databases/my-app-3030";
const URL = "redis://:password-of-source@redis.example.org:6379";
const CHECK = {
  source: "redis.example.org:6379",
  source_name: "Redis 7.0.15",
  used_memory_bytes: 2_000_000,
  keys_by_database: { 0: 40, 2: 2 },
  keys: 42,
  modules: [],
  present: { keys: 9, used_memory_bytes: 700_000, version: "8.0.2" },
  way: "dump",
  replication: { is_allowed: true, reason: null, message: null },
  notes: ["Something to know."],
  is_allowed: true,
  reason: null,
  message: null,
};

describe("addons-import", () => {
  const imports = (changes: object = {}): Answers => ({
    [`POST ${OWN}/import/check`]: { body: { import_check: { ...CHECK, ...changes } } },
    [`GET ${OWN.replace("/v1", "/api")}`]: { body: { database: DATABASE } },
    [`POST ${OWN}/import`]: { status: 202, body: operation("import", 0) },
    [`POST ${OWN}/import/cancellation`]: { status: 202, body: operation("import", 0) },
    [OPERATION_PATH]: slowly("import"),
  });
  const run = (words: string[], input = `${URL}\n`) =>
    berth(["addons-import", "my-app-3030", ...words], { input });
  type Told = { words: string; at: string } | { waitsFor: "backup" };
  const switched = (problems: Told[]): Answers => {
    const answers = problems.map((problem) => {
      const { operation: now } = operation("import", 0);
      const [first, ...rest] = now.steps;
      const detail = { lagBytes: 0, lagSeconds: 0, keys: 1 };
      const told =
        "words" in problem
          ? { ...detail, problem: problem.words, problemAt: problem.at }
          : { ...detail, problem: null, problemAt: null, ...problem };
      return { operation: { ...now, steps: [{ ...first, detail: told }, ...rest] } };
    });
    const [first, ...later] = answers;
    return {
      ...imports(),
      [`POST ${OWN}/import/switch`]: { status: 202, body: first },
      [OPERATION_PATH]:
        later.length > 0 ? () => ({ body: later.shift() ?? answers.at(-1) }) : slowly("import"),
    };
  };
  const begun = () => asked.filter(({ path }) => path === `${OWN}/import`);

  test("shows what there is, asks for the addon's ID where keys are replaced, and waits", async () => {
    answer(imports());
    const { exitCode, out, err } = await run([], `${URL}\nmy-app-3030\n`);
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: lines(
        "-----> The other Redis has been imported into my-app-3030",
        "       The former data is kept for 24 hours: undo is on the database's page.",
      ),
    });
    expect(err).toContain("| Keys      | 42           | 9      |");
    expect(err).toContain("Something to know.");
    expect(err).not.toContain("password-of-source");
    expect(begun()).toMatchObject([{ body: { url: URL, accepts_loss: true, is_certificate_checked: true } }]);
  });

  test("asks for nothing more where nothing is replaced, and says what it was told to", async () => {
    answer(imports({ present: { keys: 0, used_memory_bytes: 700_000, version: "8.0.2" } }));
    const { out } = await run(["--any-certificate", "--keys-per-second", "500", "--no-wait"]);
    expect(out).toBe("-----> The other Redis is being imported into my-app-3030\n");
    expect(begun()[0]?.body).toEqual({
      url: URL,
      accepts_loss: false,
      is_certificate_checked: false,
      keys_per_second_max: 500,
    });
  });

  test.each([
    ["another ID is typed", imports(), [], `${URL}\nother\n`],
    ["only a look is asked for", imports(), ["--check"], `${URL}\n`],
    [
      "it cannot be",
      imports({ is_allowed: false, message: "Too large." }),
      ["--confirm", ADDON.id],
      `${URL}\n`,
    ],
  ])("nothing begins when %s", async (_why, answers, words, input) => {
    answer(answers);
    await run(words, input);
    expect(begun()).toEqual([]);
  });

  test("one that stays in step is not waited for, and says how to switch", async () => {
    answer(imports({ present: null }));
    const { out } = await run(["--stay-in-step"]);
    expect(out).toContain("-----> my-app-3030 gets a new Redis that follows the other one");
    expect(out).toContain("berth addons-import my-app-3030 --switch");
    expect(begun()[0]?.body).toMatchObject({ mode: "stay_in_step" });
    await run(["--replicate"]);
    expect(begun()[1]?.body).toMatchObject({ mode: "replicate" });
  });

  test("--switch waits for the end", async () => {
    answer(switched([{ words: "Of an earlier try.", at: AT }]));
    expect((await run(["--switch"], "")).out).toContain(
      "-----> my-app-3030 has been switched to the imported data",
    );
  });

  test("--switch says what keeps it from that", async () => {
    const earlier = { words: "Of an earlier try.", at: AT };
    answer(switched([earlier, earlier, { words: "2 keys differ.", at: "2026-01-05T10:11:13.000Z" }]));
    const { exitCode, err } = await run(["--switch"], "");
    expect(exitCode).toBe(EXIT.refused);
    expect(err).toContain("It stays in step: 2 keys differ.");
  });

  test("--switch says once what it waits for", async () => {
    const waiting = { waitsFor: "backup" } as const;
    answer(switched([waiting, waiting, waiting, { words: "2 keys differ.", at: AT }]));
    const { err } = await run(["--switch", "--wait"], "");
    expect(err.split("The switch waits: a backup of the database is being taken")).toHaveLength(2);
  });

  test("--cancel ends one that runs", async () => {
    answer(imports());
    expect((await run(["--cancel"], "")).out).toBe(
      "-----> The import into my-app-3030 ends; nothing is changed\n",
    );
    expect(begun()).toEqual([]);
  });
});
