import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aesGcmCipher } from "./aes-gcm";

const cipher = aesGcmCipher(randomBytes(32));
const unreadable = expect.objectContaining({ code: "internal", reason: "secret_unreadable" });

/** The same text with one character of it replaced by another of the alphabet. */
const withFlipped = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === "A" ? "B" : "A") + text.slice(index + 1);

describe("aesGcmCipher", () => {
  it.each(["", "s3cret", "ünï©ode ✓", "x".repeat(32_768)])("gives back what it took", (plainText) => {
    expect(cipher.decrypt(cipher.encrypt(plainText))).toBe(plainText);
  });

  it("never writes the same secret twice alike, nor the secret itself", () => {
    const texts = new Set(Array.from({ length: 50 }, () => cipher.encrypt("s3cret")));
    expect(texts.size).toBe(50);
    expect([...texts].every((text) => text.startsWith("v1:") && !text.includes("s3cret"))).toBe(true);
  });

  it("refuses a text with any character changed", () => {
    const text = cipher.encrypt("secret!!");
    for (let index = 0; index < text.length; index++) {
      expect(() => cipher.decrypt(withFlipped(text, index))).toThrow(unreadable);
    }
  });

  it.each(["", "v1:", "v1:AAAA", "v2:AAAA", "plain text"])("refuses %j, which it never wrote", (text) => {
    expect(() => cipher.decrypt(text)).toThrow(unreadable);
  });

  it("refuses what another key encrypted", () => {
    expect(() => aesGcmCipher(randomBytes(32)).decrypt(cipher.encrypt("s3cret"))).toThrow(unreadable);
  });
});
