import { afterEach, describe, expect, test } from "vitest";
import { type Answers, withCli } from "@/tests/cli";
import { ADDON, DATABASE, lines, OPERATION_PATH, operation, slowly } from "@/tests/cli-answers";

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

  test("--cancel ends one that runs", async () => {
    answer(imports());
    expect((await run(["--cancel"], "")).out).toBe(
      "-----> The import into my-app-3030 ends; nothing is changed\n",
    );
    expect(begun()).toEqual([]);
  });
});
