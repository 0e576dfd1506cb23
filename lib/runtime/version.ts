import manifest from "../../package.json" with { type: "json" };

/** Of this Berth. */
export const VERSION: string = manifest.version;
