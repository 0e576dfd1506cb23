import { setNonce } from "get-nonce";

/** Libraries within the browser do nothing that the page's policy refuses. On the server there is none. */
if (typeof document !== "undefined") {
  // A dialog holds the page still by a style of its own.
  setNonce(document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "");
  // Zod would try whether text may be run. It is loaded later, and its settings are found there.
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
}
