import type { DownloadLinkView } from "@/lib/contract/backups";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import type { Catalog } from "@/lib/core/engines/catalog/release";
import type { Plan } from "@/lib/core/plans/catalog";

/** What can be done with a backup. */
export type BackupActions = {
  createDownloadLink: FormAction<DownloadLinkView>;
  restoreBackup: FormAction<OperationView>;
  restoreIntoNew: FormAction<OperationView>;
};

/** Where backups can be restored. */
export type RestorePlaces = {
  /** Their own database, and why nothing can be restored into it now; null when it is removed. */
  own: { resourceId: string; refusal: string | null } | null;
  /** The app that is proposed for a new addon. */
  app: string;
  /** Names of apps to choose from; there may be others. */
  apps: readonly string[];
  /** Those that a new addon can have now. */
  plans: readonly Plan[];
  catalog: Catalog;
};
