/** Pixels of a chart, and what its axes and edges take of it. */
export const PLOT = { height: 200, top: 4, right: 8, bottom: 30, left: 56 } as const;
