import { expect, test } from "vitest";
import { splitCommand } from "./command";

test.each<[string, string[]]>([
  ["", []],
  ["  \t\n ", []],
  ["node server.js", ["node", "server.js"]],
  ["  node   server.js\n--port 80 ", ["node", "server.js", "--port", "80"]],
  [`sh -c 'echo "$HOME" && sleep 1'`, ["sh", "-c", 'echo "$HOME" && sleep 1']],
  [`echo "a b" c`, ["echo", "a b", "c"]],
  [`echo "say \\"hi\\" \\$x \\n"`, ["echo", 'say "hi" $x \\n']],
  ["echo a\\ b", ["echo", "a b"]],
  [`echo pre"mid dle"'post'`, ["echo", "premid dlepost"]],
  [`echo '' ""`, ["echo", "", ""]],
  [`echo 'it'\\''s'`, ["echo", "it's"]],
  ["echo a \\\n b", ["echo", "a", "b"]],
  ["echo $HOME *.js | cat", ["echo", "$HOME", "*.js", "|", "cat"]],
  ["echo ünï 日本", ["echo", "ünï", "日本"]],
])("%j is split like a shell would", (text, words) => {
  expect(splitCommand(text)).toEqual({ isValid: true, words });
});

test.each([`echo "open`, `echo 'open`, "echo \\", `it's`, `echo "a\\"`])("%j has an open end", (text) => {
  expect(splitCommand(text)).toEqual({ isValid: false, reason: "unbalanced_quotes" });
});

test("a long run of quotes is split in no time", () => {
  const started = performance.now();
  splitCommand(`${'"\\'.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(1_000);
});
