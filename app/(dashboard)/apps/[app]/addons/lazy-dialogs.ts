"use client";
import dynamic from "next/dynamic";

// Dialogs come when they are opened: the tab itself stays small.

export const LazyAddAddonDialog = dynamic(() =>
  import("./add-addon-dialog").then(({ AddAddonDialog }) => AddAddonDialog),
);

export const LazyRemoveAddonDialog = dynamic(() =>
  import("./remove-addon-dialog").then(({ RemoveAddonDialog }) => RemoveAddonDialog),
);
