// Readies what a build left for browsers: scripts say that they are to be compiled at once, and everything is compressed, harder than could be
// done while somebody waits; `lib/web/static-files.ts` sends it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const DIR = ".next/static";
const FORMS = {
  br: promisify(brotliCompress),
  gz: (content) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
};

/**
 * Has Chromium compile the functions of a script while it loads, beside the page; without it each is compiled when it is called first, and the
 * page stands still meanwhile.
 * @source https://v8.dev/blog/explicit-compile-hints
 */
const HINT = "//# allFunctionsCalledOnLoad\n";

const files = readdirSync(DIR, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.(js|css)$/.test(file),
);
for (const file of files) {
  const path = join(DIR, file);
  let content = readFileSync(path, "utf8");
  // What did not change is left as it was by the next build.
  if (file.endsWith(".js") && !content.startsWith(HINT)) {
    content = HINT + content;
    writeFileSync(path, content);
  }
  await Promise.all(
    Object.entries(FORMS).map(async ([ending, compress]) =>
      writeFileSync(`${path}.${ending}`, await compress(content)),
    ),
  );
}
