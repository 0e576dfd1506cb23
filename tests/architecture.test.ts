import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { DEFAULT_CATALOG } from "@/lib/core/engines/catalog/default";

const rooms = ["app", "components", "lib", "worker", "cli", "bench"].filter((room) => existsSync(room));
const files = rooms
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((path) => join(room, path)))
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith("lib/db/generated/"))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));
const isTest = (path: string): boolean => /\.(test|contract)\.tsx?$/.test(path);
const isClient = (text: string): boolean => /^\s*["']use client["']/.test(text);
const valueImports = (text: string): string[] =>
  [...text.matchAll(/^import (?!type )[^"']*["']([^"']+)["']/gm)].map((match) => match[1] ?? "");

test("a client component imports only components, core, contract, shared actions, packages and its own folder", () => {
  const isAllowed = (path: string, from: string): boolean => {
    const target = from.startsWith("@/")
      ? from.slice(2)
      : from.startsWith(".")
        ? join(dirname(path), from)
        : null;
    return (
      target === null ||
      /^(app\/actions|components|lib\/core|lib\/contract)\//.test(target) ||
      dirname(target) === dirname(path)
    );
  };
  const leaks = files
    .filter(({ text }) => isClient(text))
    .flatMap(({ path, text }) =>
      valueImports(text)
        .filter((from) => !isAllowed(path, from))
        .map((from) => `${path} -> ${from}`),
    );
  expect(leaks).toEqual([]);
});

/** Modules that come with one, as far as imports of values lead; actions stay on the server, and `import()` comes later. */
function loadedWith(path: string): Set<string> {
  const loaded = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    const text = files.find((file) => file.path === next)?.text ?? "";
    if (/^\s*["']use server["']/.test(text)) continue;
    for (const from of valueImports(text)) waiting.push(resolveImport(next, from));
  }
  return loaded;
}

function resolveImport(path: string, from: string): string {
  if (!from.startsWith("@/") && !from.startsWith(".")) return from;
  const target = from.startsWith("@/") ? from.slice(2) : join(dirname(path), from);
  return files.find((file) => file.path === `${target}.ts` || file.path === `${target}.tsx`)?.path ?? target;
}

test("no page needs schemas to show itself: they come with the first question", () => {
  const heavy = ["zod", "ipaddr.js"];
  const heavier = files
    .filter(({ path, text }) => isClient(text) && !isTest(path))
    .flatMap(({ path }) =>
      heavy.filter((name) => loadedWith(path).has(name)).map((name) => `${path} -> ${name}`),
    );
  expect(heavier).toEqual([]);
  expect([...loadedWith("lib/contract/stats.ts")]).toContain("zod");
});

test("a dialog's frame comes with the dialog: pages that open one later are without it", () => {
  const pages = files.filter(
    ({ path }) =>
      path.startsWith("app/(dashboard)/apps/[app]/addons/") &&
      /\/(addon-table|lazy-dialogs|removed-addons)\.tsx$/.test(path),
  );
  expect(pages.map(({ path }) => loadedWith(path).has("radix-ui/dialog"))).toEqual([false, false, false]);
});

test("every server action is built with action() or publicAction()", () => {
  const bare = files
    .filter(({ text }) => /^\s*["']use server["']/.test(text))
    .flatMap(({ path, text }) =>
      [
        ...text.matchAll(
          /^export (?:const (\w+) = (?!(?:action|publicAction)\()|(?:async )?function (\w+))/gm,
        ),
      ].map((match) => `${path}: ${match[1] ?? match[2]}`),
    );
  expect(bare).toEqual([]);
});

test("every route answers through respond(), respondPublic() or respondLines()", () => {
  const bare = files
    .filter(
      ({ path, text }) =>
        path.startsWith("app/") && path.endsWith("/route.ts") && !/\brespond(Public|Lines)?\(/.test(text),
    )
    .map(({ path }) => path);
  expect(bare).toEqual([]);
});

test("lib/core reads no clock, randomness or environment", () => {
  const impure = files
    .filter(({ path }) => path.startsWith("lib/core/") && !isTest(path))
    .filter(({ text }) => /\bDate\.now\(|new Date\(\)|Math\.random\(|crypto\.|process\.|fetch\(/.test(text))
    .map(({ path }) => path);
  expect(impure).toEqual([]);
});

/** A version by its full name, and its series where code would compare with it. */
const versionNames = (id: string): RegExp[] => {
  const [major = "", minor = ""] = id.split(".");
  const [whole, series] = [id.replaceAll(".", "\\."), `${major}\\.${minor}`];
  const escaped = `${major}\\\\\\.${minor}\\\\\\.`;
  return [
    new RegExp(`(?<![\\d.])${whole}(?![\\d.])`),
    new RegExp(`["'\`]${series}\\.?["'\`]`),
    new RegExp(escaped),
  ];
};
const findVersion = (text: string): string | undefined => {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return DEFAULT_CATALOG.flatMap(({ version }) => versionNames(version)).find((name) => name.test(code))
    ?.source;
};

test("versions are named in lib/core/engines alone; everybody else asks what one can do", () => {
  const named = files
    .filter(({ path }) => !path.startsWith("lib/core/engines/") && !isTest(path))
    .flatMap(({ path, text }) => {
      const found = findVersion(text);
      return found === undefined ? [] : [`${path}: ${found}`];
    });
  expect(named).toEqual([]);
});

test.each([
  `if (version === "6.0.16") refuse();`,
  "const image = `berth-redis:8.0.2`;",
  `version.startsWith("7.0.")`,
  `const FORMATS = { "6.0": 9 };`,
  String.raw`/redis_version:6\.0\./.test(info)`,
])("a version in code is found: %s", (code) => {
  expect(findVersion(code)).toBeDefined();
});

test.each(["// 6.0.16 was the first", "/** Known since 7.0. */", `"127.0.0.1"`, `openapi: "3.1.0"`])(
  "what is none is left alone: %s",
  (code) => {
    expect(findVersion(code)).toBeUndefined();
  },
);

test("lib/web is marked as server-only, so that no client component can pull it in", () => {
  const unmarked = files
    .filter(
      ({ path, text }) =>
        path.startsWith("lib/web/") && !isTest(path) && !/^import "server-only";/.test(text),
    )
    .map(({ path }) => path);
  expect(unmarked).toEqual([]);
});

const Cruised = z.object({ modules: z.array(z.object({ source: z.string() })) });

test("the documentation names only paths that exist", () => {
  const pages = ["README.md", "CHANGELOG.md", "images/README.md"].concat(
    readdirSync("docs", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md"))
      .map((path) => join("docs", path)),
  );
  const isPath = /^(app|bench|bin|components|docs|e2e|images|lib|prisma|tests|worker|\.ci)\/[\w./-]+$/;
  const missing = pages.flatMap((page) => {
    const text = readFileSync(page, "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) =>
      join(page, "..", match[1] ?? ""),
    );
    const spans = [...text.matchAll(/`([^`\n]+)`/g)]
      .map((match) => match[1] ?? "")
      .filter((span) => isPath.test(span));
    return [...links, ...spans].filter((path) => !existsSync(path)).map((path) => `${page}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test("every module is cruised", { timeout: 360_000 }, () => {
  const output = execFileSync(
    "node_modules/.bin/depcruise",
    ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...rooms],
    { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  const cruised = new Set(Cruised.parse(JSON.parse(output)).modules.map(({ source }) => source));
  expect(files.map(({ path }) => path).filter((path) => !cruised.has(path))).toEqual([]);
});
