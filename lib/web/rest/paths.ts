import "server-only";
import type { OperationView } from "../../contract/operations";

/** Where an operation is polled. The vendor's CLI uses only the last part. */
export const operationPath = ({ appName, id }: Pick<OperationView, "appName" | "id">): string =>
  `/v1/apps/${appName}/operations/${id}`;

/** The same in the database API. */
export const databaseOperationPath = (addonId: string, { id }: Pick<OperationView, "id">): string =>
  `/api/databases/${addonId}/operations/${id}`;
