import ssh2 from "ssh2";
import { expect, test, vi } from "vitest";
import { newKeyPair, publicHostKey } from "./host-key";

/** As ssh2 makes it where the public key begins with a zero byte: it has 31 bytes. */
const DAMAGED = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMgAAAAtz
c2gtZWQyNTUxOQAAAB9wzhA0BgmIgqAmYnkPGlWi5ni/zjzP9dqo2TQP1HfmAAAA
iIAtURGALVERAAAAC3NzaC1lZDI1NTE5AAAAH3DOEDQGCYiCoCZieQ8aVaLmeL/O
PM/12qjZNA/Ud+YAAAA/ms4wgewJLgGJasclsh1SqsrC3c1/qAmG5YDPzIw2c79w
zhA0BgmIgqAmYnkPGlWi5ni/zjzP9dqo2TQP1HfmAAAAAAECAwQFBgc=
-----END OPENSSH PRIVATE KEY-----
`;

test("a key that begins with a zero byte, and that nobody could read, is not given out", () => {
  const damaged = { private: DAMAGED, public: "ssh-ed25519 AAAA" };
  const made = vi.spyOn(ssh2.utils, "generateKeyPairSync").mockReturnValueOnce(damaged);
  const pair = newKeyPair("berth");
  expect(made).toHaveBeenCalledTimes(2);
  expect(pair.public).toBe(`${publicHostKey(pair.private)} berth`);
});
