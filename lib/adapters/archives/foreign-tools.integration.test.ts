import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTools, type Tools } from "@/tests/tools";
import { MIB } from "../../core/units";
import { collect, dumpOf, piecesOf, sealed, sha256, sourceOf } from "../../ports/archives-harness.contract";
import { ageArchives } from "./age";
import { archiveHeaders } from "./tar-header";

const FOLDER = "20261128010000_my-app-3030";
const NAMES = `${FOLDER}/\n${FOLDER}/dump.rdb\n`;
let tools: Tools;
let keys: { identity: string; recipient: string };
beforeAll(async () => {
  tools = await startTools();
  keys = await ageArchives.createIdentity();
  await tools.sh("cat >/tmp/key", Buffer.from(`${keys.identity}\n`));
});
afterAll(() => tools?.stop());

/** Python's tarfile in either of its modes: names, and the content of the file in the middle of them. */
const python = (mode: string, action: string) =>
  `python3 -c '
import sys, tarfile
with tarfile.open("/tmp/archive.tar.gz", "${mode}") as tar:
    for entry in tar:
        ${action}
'`;
const PRINT_NAME = `print(entry.name + ("/" if entry.isdir() else ""))`;
const COPY_FILE = "entry.isfile() and sys.stdout.buffer.write(tar.extractfile(entry).read())";

/** How each tool lists an archive, and how it gives out the file in it. */
const TARS: [string, string, string][] = [
  ["GNU tar", "tar -tzf /tmp/archive.tar.gz", "tar -xzOf /tmp/archive.tar.gz"],
  ["bsdtar", "bsdtar -tf /tmp/archive.tar.gz", "bsdtar -xOf /tmp/archive.tar.gz"],
  ["busybox", "busybox tar -tzf /tmp/archive.tar.gz", "busybox tar -xzOf /tmp/archive.tar.gz"],
  ["Python r:gz", python("r:gz", PRINT_NAME), python("r:gz", COPY_FILE)],
  ["Python r|gz", python("r|gz", PRINT_NAME), python("r|gz", COPY_FILE)],
];

// The smaller one is a single chunk, whose end is its head.
describe.each([1_000, 65_536, 5 * MIB + 11])("an object of a dump of %i bytes", (bytes) => {
  const dump = dumpOf(bytes);
  let archive: Buffer;

  beforeAll(async () => {
    const { object } = await sealed(ageArchives, piecesOf(dump), keys.recipient);
    await tools.sh("cat >/tmp/object.age", object);
    const ours = await ageArchives.openArchive(sourceOf(object), keys.identity);
    archive = await collect(ours.read({ from: 0, to: ours.bytes }));
    await tools.sh("cat >/tmp/archive.tar.gz", archive);
  });

  it("Debian's age opens it", async () => {
    const theirs = await tools.sh("age --decrypt --identity /tmp/key /tmp/object.age");
    expect(sha256(theirs)).toBe(sha256(archive));
  });

  it("gzip finds it whole, with nothing behind its end", async () => {
    expect((await tools.sh("gzip --test --verbose /tmp/archive.tar.gz 2>&1")).toString()).toMatch(/OK$/m);
  });

  it.each(TARS)("%s finds the folder and the dump in it", async (_, list, copy) => {
    expect((await tools.sh(list)).toString()).toBe(NAMES);
    expect(sha256(await tools.sh(copy))).toBe(sha256(dump));
  });
});

it("what Debian's age and GNU tar have made is read", async () => {
  const dump = dumpOf(700_000);
  await tools.sh("mkdir -p /tmp/theirs && cat >/tmp/theirs/dump.rdb", dump);
  const object = await tools.sh(`tar -C /tmp -cz theirs | age --encrypt --recipient ${keys.recipient}`);
  const ours = await collect(ageArchives.readDump(sourceOf(object), keys.identity));
  expect(sha256(ours)).toBe(sha256(dump));
});

it.each([
  ["GNU tar", "tar -C /tmp -cz up"],
  ["GNU tar in the form of POSIX", "tar -C /tmp --format=posix -cz up"],
  ["GNU tar in its oldest form", "tar -C /tmp --format=v7 -cz up"],
  ["GNU tar without the folder", "tar -C /tmp/up -cz dump.rdb"],
  ["bsdtar", "bsdtar -C /tmp -cz up"],
  ["bsdtar in the form of POSIX", "bsdtar -C /tmp --format=pax -cz up"],
  ["busybox", "busybox tar -C /tmp -cz -f - up"],
  [
    "Python",
    `python3 -c '
import sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|gz") as tar:
    tar.add("/tmp/up", "up")'`,
  ],
])("an upload made by %s is taken", async (_, pack) => {
  const dump = dumpOf(300_000);
  await tools.sh("mkdir -p /tmp/up && cat >/tmp/up/dump.rdb", dump);
  const file = await tools.sh(pack);
  const taken = await collect(ageArchives.readUpload(piecesOf(file), MIB));
  expect(sha256(taken)).toBe(sha256(dump));
});

it.each([
  ["GNU tar", "tar -tvf /tmp/large.tar 2>/dev/null || true"],
  ["bsdtar", "bsdtar -tvf /tmp/large.tar 2>/dev/null || true"],
  ["busybox", "busybox tar -tvf /tmp/large.tar 2>/dev/null || true"],
  [
    "Python",
    `python3 -c 'import tarfile; tar = tarfile.open("/tmp/large.tar", "r|"); tar.next(); print(tar.next().size)'`,
  ],
])("%s reads the size of a dump beyond what a plain header holds", async (_, list) => {
  const bytes = 12 * 2 ** 30 + 345;
  await tools.sh("cat >/tmp/large.tar", archiveHeaders({ folder: FOLDER, bytes, at: new Date(0) }));
  expect((await tools.sh(list)).toString()).toContain(String(bytes));
});
