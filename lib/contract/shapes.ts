/** With every answer to a page: by which shapes it was made. */
export const SHAPES_HEADER = "x-berth-shapes";

/** Names the shapes of answers. Of two builds with the same name each reads what the other answers; set by the build of the pages, see next.config.mjs. */
// biome-ignore lint/style/noProcessEnv: no setting, but a word that the build writes in its place
export const SHAPES = process.env.BERTH_SHAPES ?? "";
