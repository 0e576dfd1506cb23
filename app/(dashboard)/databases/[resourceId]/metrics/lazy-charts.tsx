"use client";
import dynamic from "next/dynamic";
import { ChartsSkeleton } from "./charts-skeleton";

/** The charts' code comes with this page only, after everything else of it. */
export const LazyCharts = dynamic(() => import("./charts").then(({ Charts }) => Charts), {
  ssr: false,
  loading: ChartsSkeleton,
});
