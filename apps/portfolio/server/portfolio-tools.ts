import type { ToolParts } from './tool-parts.ts'
import { addAddMedia } from './tools/add-media.ts'
import { addReorderMedia, addSetHero, addSetLabels } from './tools/arrange-media.ts'
import { addCreateLink } from './tools/create-link.ts'
import { addCreateProject } from './tools/create-project.ts'
import { addDeleteMedia, addRestoreMedia } from './tools/delete-media.ts'
import { addListProjects, addSetListSort } from './tools/list-projects.ts'
import { addCheckPublish, addGetProjectStatus } from './tools/project-status.ts'
import { addPublishProject, addUnpublishProject } from './tools/publish.ts'
import { addSyncSections } from './tools/sync-sections.ts'
import { addUpdateMeta } from './tools/update-meta.ts'
import { addUpdateSections } from './tools/update-sections.ts'

/** Thirteen tools for the model, five for the views alone. What it answers carries their types to the views. */
export function declarePortfolioTools(parts: ToolParts) {
  return {
    createProject: addCreateProject(parts),
    updateSections: addUpdateSections(parts),
    updateMeta: addUpdateMeta(parts),
    addMedia: addAddMedia(parts),
    reorderMedia: addReorderMedia(parts),
    setHero: addSetHero(parts),
    setLabels: addSetLabels(parts),
    deleteMedia: addDeleteMedia(parts),
    getProjectStatus: addGetProjectStatus(parts),
    listProjects: addListProjects(parts),
    checkPublish: addCheckPublish(parts),
    publishProject: addPublishProject(parts),
    unpublishProject: addUnpublishProject(parts),
    restoreMedia: addRestoreMedia(parts),
    setListSort: addSetListSort(parts),
    createLink: addCreateLink(parts),
    ...addSyncSections(parts),
  }
}

/** For `createView` of the views. */
export type PortfolioTools = typeof declarePortfolioTools
