import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { withCli } from "@/tests/cli";
import { ADDON } from "@/tests/cli-answers";

const cli = withCli();
const { berth, answer, asked } = cli;

afterEach(() => answer({}));

describe("what goes wrong", () => {
  test.each<[string, { status: number; body: unknown; headers?: Record<string, string> }, number, string]>([
    [
      "not there",
      { status: 404, body: { error: "This app does not exist.", code: "app", resource: "app" } },
      4,
      " !     This app does not exist.\n",
    ],
    [
      "not valid",
      { status: 422, body: { error: "Not valid.", code: "input", errors: { name: ["Too short."] } } },
      4,
      " !     Not valid.\n       name: Too short.\n",
    ],
    [
      "too often",
      { status: 429, body: { error: "Slow down.", code: "rate_limit" }, headers: { "retry-after": "7" } },
      5,
      " !     Slow down.\n       Try again in 7 seconds.\n",
    ],
    [
      "broken",
      {
        status: 500,
        body: { error: "Something went wrong.", code: "internal" },
        headers: { "x-request-id": "r1" },
      },
      5,
      "request r1",
    ],
    ["no Berth", { status: 200, body: "<html>" }, 5, "does not know"],
  ])("%s", async (_name, answered, exitCode, err) => {
    answer({ "GET /v1/apps": answered });
    const ended = await berth(["apps"]);
    expect({ exitCode: ended.exitCode, out: ended.out }).toEqual({ exitCode, out: "" });
    expect(ended.err).toContain(err);
  });

  test("a Berth that is not there ends with 5", async () => {
    const { exitCode, err } = await berth(["apps"], { env: { BERTH_URL: "http://127.0.0.1:1" } });
    expect(exitCode).toBe(5);
    expect(err).toContain("Berth does not answer at http://127.0.0.1:1");
  });

  test.each([
    ["an unknown command", ["nonsense"], "unknown command 'nonsense'"],
    ["help about an unknown command", ["help", "nonsense"], "unknown command 'nonsense'"],
    ["a word that is nearly a command", ["addons-ad"], "Did you mean addons-add?"],
    ["no command", [], "Say which command."],
    ["only a flag", ["--json"], "Say which command."],
    ["a missing argument", ["addons-add", "redis"], "missing required argument 'plan'"],
    ["a word too many", ["apps", "x"], "too many arguments"],
    ["a wrong number", ["-a", "my-app", "timeline", "--page", "x"], "--page and --per-page are numbers."],
    ["no app", ["addons"], "Unable to find the application name, please use --app flag."],
  ])("%s ends with 2 and asks nobody", async (_name, words, err) => {
    answer({});
    const ended = await berth(words);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toContain(` !     ${err.startsWith("unknown") || err.startsWith("Unable") ? err : ""}`);
    expect(ended.err).toContain(err);
    expect(asked).toEqual([]);
  });
});

test("the app stands in the nearest .berth file", async () => {
  answer({ "GET /v1/apps/from-file/addons": { body: { addons: [] } } });
  const deep = join(cli.dir(), "project", "src");
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(cli.dir(), "project", ".berth"), "# the app\nfrom-file\n");
  expect((await berth(["addons"], { cwd: deep })).exitCode).toBe(0);
});

test("no command shows all of them, where no script reads them", async () => {
  const { out, err } = await berth([]);
  expect(out).toBe("");
  expect(err).toContain("addons-add");
});

test("a folder named .berth names no app", async () => {
  answer({ "GET /v1/apps/from-file/addons": { body: { addons: [] } } });
  const below = join(cli.dir(), "above", "below");
  mkdirSync(join(below, ".berth"), { recursive: true });
  writeFileSync(join(cli.dir(), "above", ".berth"), "from-file\n");
  expect((await berth(["addons"], { cwd: below })).exitCode).toBe(0);
});

test("a private key in the place of the public one is sent to nobody", async () => {
  answer({});
  const file = join(cli.dir(), "id_ed25519");
  writeFileSync(file, "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n-----END OPENSSH PRIVATE KEY-----\n");
  const { exitCode, err } = await berth(["keys-add", "laptop", file]);
  expect({ exitCode, err, asked }).toEqual({
    exitCode: 2,
    err: ` !     ${file} is a private key, which nobody else may have: give ${file}.pub\n`,
    asked: [],
  });
});

test("a file of its own that cannot be read is told in words", async () => {
  const config = join(cli.dir(), "config");
  mkdirSync(join(config, "berth", "credentials.json"), { recursive: true });
  const { exitCode, err } = await berth(["apps"], { env: { BERTH_API_TOKEN: "", XDG_CONFIG_HOME: config } });
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: expect.stringMatching(/^ ! {5}A file cannot be read or written: EISDIR/),
  });
});

test.each(["bash", "zsh", "fish"])("completion of %s knows every command", async (shell) => {
  const { out } = await berth(["completion", shell]);
  for (const name of ["addons-add", "db-tunnel", "env-set", "completion"]) expect(out).toContain(name);
});

/** Types into a zsh on a terminal of its own, which alone completes, asks for the choices, and leaves. */
const IN_ZSH = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'setopt no_beep; PS1="at ""work> "; source ./script; bindkey "^T" list-choices'
zpty -r shell seen '*at work> *'
zpty -n -w shell "$1"$'\\C-t\\C-u\\C-d'
while zpty -r shell more; do print -r -- "$more"; done`;

/** What shows each shell's offers for the words of a line, the last of which is being typed. */
const OFFERS: Record<string, (words: string[]) => string[]> = {
  bash: (words) => [
    "bash",
    "--norc",
    "-c",
    `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _berth; printf '%s\n' "\${COMPREPLY[@]}"`,
    "bash",
    ...words,
  ],
  zsh: (words) => ["zsh", "-f", "-c", IN_ZSH, "zsh", words.join(" ")],
  fish: (words) => ["fish", "--no-config", "-c", "source ./script; complete -C $argv[1]", words.join(" ")],
};
const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

/** The longer words that begin with the one being typed. What is told of each after a tab, and what a terminal is told, is no word. */
function offersIn(shown: string, typed: string): string[] {
  const lines = stripVTControlCharacters(shown).split(/[\r\n]+/);
  const words = lines.flatMap((line) => line.split("\t")[0]?.split(" ") ?? []);
  return [...new Set(words)].filter((word) => word.startsWith(typed) && word !== typed).toSorted();
}

const ADDONS = ["add", "clone", "config", "import", "info", "list", "plans", "remove", "upgrade"].map(
  (verb) => `addons-${verb}`,
);

describe.each(["bash", "zsh", "fish"])("completion in %s", (shell) => {
  test.skipIf(!has(shell)).each([
    ["a command", ["berth", "addons-"], ADDONS],
    ["a command after the app", ["berth", "--app", "my-app", "log"], ["login", "logout", "logs"]],
    ["a flag of all", ["berth", "--ap"], ["--app"]],
    ["a flag of the command", ["berth", "--app", "my-app", "metrics", "--si"], ["--since"]],
    ["no command after a command", ["berth", "metrics", "log"], []],
  ])("%s", async (_name, words, offered) => {
    const { out } = await berth(["completion", shell]);
    const dir = join(cli.dir(), "completion");
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "script"), out);
    const [program = "", ...rest] = OFFERS[shell]?.(words) ?? [];
    const { stdout, stderr } = spawnSync(program, rest, { cwd: dir, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(offersIn(stdout, words.at(-1) ?? "")).toEqual(offered);
  });
});

test("open prints the address of the dashboard", async () => {
  answer({ "GET /v1/apps/my-app/addons/redis": { body: { addon: ADDON } } });
  expect((await berth(["--app", "my-app", "open"])).out).toBe(`${cli.url()}/apps/my-app\n`);
  expect((await berth(["--app", "my-app", "open", "redis"])).out).toBe(
    `${cli.url()}/databases/my-app-3030\n`,
  );
});
