// Compresses what a build left for browsers, harder than could be done while they wait; `lib/web/static-files.ts` sends it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const DIR = ".next/static";
const FORMS = {
  br: promisify(brotliCompress),
  gz: (content) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
};

const files = readdirSync(DIR, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.(js|css)$/.test(file),
);
for (const file of files) {
  const content = readFileSync(join(DIR, file));
  await Promise.all(
    Object.entries(FORMS).map(async ([ending, compress]) =>
      writeFileSync(join(DIR, `${file}.${ending}`), await compress(content)),
    ),
  );
}
