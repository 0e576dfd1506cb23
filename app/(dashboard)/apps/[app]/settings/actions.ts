"use server";
import {
  CollaboratorInput,
  DeleteAppInput,
  DeployAppInput,
  DeployTagInput,
  ProtectAppInput,
} from "@/lib/contract/apps";
import { deleteApp } from "@/lib/services/apps/delete-app";
import { deployApp } from "@/lib/services/apps/deploy-app";
import { deployTag } from "@/lib/services/apps/deploy-tag";
import { addCollaborator } from "@/lib/services/collaborators/add-collaborator";
import { removeCollaborator } from "@/lib/services/collaborators/remove-collaborator";
import { protectApp } from "@/lib/services/protection/protect-app";
import { action } from "@/lib/web/action";

export const addCollaboratorAction = action(CollaboratorInput, addCollaborator);
export const removeCollaboratorAction = action(CollaboratorInput, removeCollaborator);
export const deployAppAction = action(DeployAppInput, deployApp);
export const deployTagAction = action(DeployTagInput, deployTag);
export const deleteAppAction = action(DeleteAppInput, deleteApp);
export const protectAppAction = action(ProtectAppInput, protectApp);
