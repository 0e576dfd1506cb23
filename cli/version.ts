import manifest from "../package.json" with { type: "json" };

/** The bundler puts the value in. */
export const VERSION: string = manifest.version;
