import { z } from "zod";
import { DeployAppInput } from "../apps";
import { ApiOperation } from "./operations";
import { NoAnswer, route } from "./route";
import { AppParams, ProtectionBody } from "./shared";

const tag = "Apps";

/** Routes that change what an app runs, or whether it can be deleted. */
export const APP_CHANGE_ROUTES = {
  protectApp: route({
    method: "PUT",
    path: "/v1/apps/{app}/protection",
    tag,
    summary: "Protect an app against deletion, or no longer",
    needs: "write",
    params: AppParams,
    body: ProtectionBody,
    status: 204,
    answer: NoAnswer,
  }),
  deployApp: route({
    method: "PATCH",
    path: "/v1/apps/{app}",
    tag,
    summary:
      "Give an app another image, command or ports, and deploy it; what is left out stays, null takes it away. What ran before serves on when the new container does not stay up; `Location` names the operation",
    needs: "write",
    params: AppParams,
    body: z.object({ app: DeployAppInput.omit({ app: true }) }),
    status: 202,
    answer: z.object({ operation: ApiOperation }),
  }),
};
