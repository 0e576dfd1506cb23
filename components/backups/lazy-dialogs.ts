"use client";
import dynamic from "next/dynamic";

/** Comes when it is opened: the pages with its button stay small. */
export const LazyRestoreDialog = dynamic(() =>
  import("./restore-dialog").then(({ RestoreDialog }) => RestoreDialog),
);
