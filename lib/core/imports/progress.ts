/** How far a copy is: enough to go on from. `way` is how keys are copied: in the server's own form, or value by value. */
export type ImportProgress = {
  way: "dump" | "typed";
  /** Names the lives of both servers: a place in a source that has started again means nothing. */
  sourceRun: string | null;
  targetRun: string | null;
  /** Databases that are done. */
  done: number[];
  /** The database that is being copied, and the place in it. */
  database: number | null;
  cursor: string;
  /** Keys so far, and those that there were at the beginning. */
  keys: number;
  totalKeys: number;
  /** Times to live of single fields of hashes that the target cannot keep. */
  lostFieldTimes: number;
};
