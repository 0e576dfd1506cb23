"use client";
import dynamic from "next/dynamic";

/** Comes when it is opened: the pages with its button stay small. */
export const LazyChangePlanDialog = dynamic(() =>
  import("./change-plan-dialog").then(({ ChangePlanDialog }) => ChangePlanDialog),
);
