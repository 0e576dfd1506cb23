"use server";
import {
  AddCollaboratorInput,
  CollaboratorInput,
  CollaboratorRoleInput,
  DeleteAppInput,
  DeployAppInput,
  DeployTagInput,
  ProtectAppInput,
} from "@/lib/contract/apps";
import { deleteApp } from "@/lib/services/apps/delete-app";
import { deployApp } from "@/lib/services/apps/deploy-app";
import { deployTag } from "@/lib/services/apps/deploy-tag";
import { addCollaborator } from "@/lib/services/collaborators/add-collaborator";
import { changeCollaborator } from "@/lib/services/collaborators/change-collaborator";
import { removeCollaborator } from "@/lib/services/collaborators/remove-collaborator";
import { protectApp } from "@/lib/services/protection/protect-app";
import { action } from "@/lib/web/action";

export const addCollaboratorAction = action(AddCollaboratorInput, addCollaborator);
export const changeCollaboratorAction = action(CollaboratorRoleInput, changeCollaborator);
export const removeCollaboratorAction = action(CollaboratorInput, removeCollaborator);
export const deployAppAction = action(DeployAppInput, deployApp);
export const deployTagAction = action(DeployTagInput, deployTag);
export const deleteAppAction = action(DeleteAppInput, deleteApp);
export const protectAppAction = action(ProtectAppInput, protectApp);
