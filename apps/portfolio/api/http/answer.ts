import type { ApiGate, ApiImage, ApiProject, ApiSummary } from '../../shared/api-types.ts'
import { progressPercent, publishGate, type GateVerdict } from '../domain/index.ts'
import type { ImageService } from '../media/image-service.ts'
import type { HeldProject } from '../store/project-store.ts'
import type { IndexEntry } from '../store/owner-index.ts'

/** Milliseconds since 1970 as the wire has it. */
const iso = (ms: number): string => new Date(ms).toISOString()

/** A project as the API tells it. */
export function projectAnswer(held: HeldProject, images: ImageService, publicUrl: (held: HeldProject) => string | null): ApiProject {
  const { project } = held
  return {
    project_id: project.id,
    status: project.status,
    title: project.title,
    project_type: project.projectType,
    city: project.city,
    state: project.state,
    neighborhood: project.neighborhood,
    duration: project.duration,
    tags: [...project.tags],
    materials: [...project.materials],
    techniques: [...project.techniques],
    seo_title: project.seoTitle,
    seo_description: project.seoDescription,
    summary: project.summary,
    challenge: project.challenge,
    solution: project.solution,
    results: project.results,
    outcome_highlights: [...project.outcomeHighlights],
    description: project.description,
    description_manual: project.isDescriptionManual,
    hero_image_id: project.heroImageId,
    hero_source: project.heroSource,
    images: imagesAnswer(held, images),
    url: publicUrl(held),
    created_at: iso(project.createdAt),
    updated_at: iso(project.updatedAt),
    published_at: project.publishedAt === null ? null : iso(project.publishedAt),
    revision: held.snapshot.revision,
    epoch: held.snapshot.epoch,
    gate: gateAnswer(publishGate(project, held.images)),
  }
}

function imagesAnswer({ project, images }: HeldProject, service: ImageService): ApiImage[] {
  return images.map((image) => {
    const { url, thumbnailUrl } = service.draftUrls(image)
    return {
      image_id: image.id,
      image_type: image.type,
      alt_text: image.altText,
      display_order: image.place,
      width: image.widthPx,
      height: image.heightPx,
      file_name: image.fileName,
      is_hero: image.id === project.heroImageId,
      url,
      thumbnail_url: thumbnailUrl,
    }
  })
}

export function gateAnswer(verdict: GateVerdict): ApiGate {
  const { canPublish, missing, recommended } = verdict
  return {
    can_publish: canPublish,
    missing_fields: [...missing],
    recommended_missing: [...recommended],
    progress_percent: progressPercent(verdict),
  }
}

export function summaryAnswer(entry: IndexEntry, service: ImageService): ApiSummary {
  const { id, title, status, imageCount, heroImageId, createdAt, updatedAt } = entry
  return {
    project_id: id,
    title,
    status,
    image_count: imageCount,
    thumbnail_url: heroImageId === null ? null : service.draftUrls({ id: heroImageId, projectId: id }).thumbnailUrl,
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
  }
}
