import { html } from 'hono/html'
import { cutAtWord, heroAmong, isBlank, type Project } from '../api/domain/index.ts'
import type { HeldProject } from '../api/store/project-store.ts'
import { COMPARE_JS } from './assets.ts'
import { pageShell, type Html } from './page-shell.ts'
import { photosOf, type Photo, type Photos, type UrlsOf } from './photos.ts'
import { comparison, gallery, picture } from './pictures.ts'

export interface ProjectPage {
  held: HeldProject
  urlsOf: UrlsOf
  /** Null for what no search engine is to keep. */
  canonicalUrl: string | null
  /** Above the page; null = nothing. */
  banner: Html | null
}

/** Characters of a description in search results. */
const DESCRIPTION_MAX_CHARS = 157

/** A project as people see it; the preview is the same page. */
export function projectPage({ held, urlsOf, canonicalUrl, banner }: ProjectPage): Html {
  const { project, images } = held
  const { heroImageId } = heroAmong(project, images)
  const photos = photosOf(images, heroImageId, urlsOf)
  const { hero, before, after, others } = photos
  const title = isBlank(project.title) ? 'Untitled project' : project.title
  const place = [project.city, project.state].filter((part) => !isBlank(part)).join(', ')
  const kicker = [project.projectType, place].filter((part) => !isBlank(part)).join(' · ')
  const isPair = before !== null && after !== null
  return pageShell({
    title: isBlank(project.seoTitle) ? [title, place].filter(Boolean).join(' · ') : project.seoTitle,
    description: descriptionOf(project),
    canonicalUrl,
    imageUrl: hero?.url ?? null,
    ...(isPair ? { script: COMPARE_JS } : {}),
    body: html`${banner ?? ''}
      <main>
        <article class="project">
          <header>
            ${kicker === '' ? '' : html`<p class="kicker" dir="auto">${kicker}</p>`}
            <h1 dir="auto">${title}</h1>
            ${project.isDescriptionManual || isBlank(project.summary) ? '' : html`<p class="lead" dir="auto">${project.summary}</p>`}
          </header>
          ${hero === null ? '' : html`<figure class="hero">${picture(hero, 'first')}</figure>`} ${facts(project)}
          <div class="story">${story(project)}</div>
          ${isPair ? comparison(before, after) : ''} ${gallery(isPair ? others : withPair(photos))}
        </article>
      </main>
      ${footer(project)}`,
  })
}

/** A before without an after is a photo like others, in its place; unless it is the cover. */
function withPair({ hero, before, after, others }: Photos): Photo[] {
  const single = [before, after].filter((photo) => photo !== null && photo.place !== hero?.place)
  return [...single, ...others].filter((photo) => photo !== null).toSorted((a, b) => a.place - b.place)
}

function descriptionOf({ seoDescription, summary, description }: Project): string {
  if (!isBlank(seoDescription)) return seoDescription
  return cutAtWord((isBlank(summary) ? description : summary).replaceAll(/\s+/g, ' ').trim(), DESCRIPTION_MAX_CHARS)
}

/** Each fact that says something. */
function facts({ neighborhood, duration, materials, techniques }: Project): Html {
  const told = [
    ['Neighborhood', neighborhood],
    ['Duration', duration],
    ['Materials', spoken(materials)],
    ['Techniques', spoken(techniques)],
  ].filter(([, text]) => text !== undefined && !isBlank(text))
  if (told.length === 0) return html``
  return html`<dl class="facts">
    ${told.map(
      ([name, text]) =>
        html`<div>
          <dt>${name}</dt>
          <dd dir="auto">${text}</dd>
        </div>`,
    )}
  </dl>`
}

function spoken(words: readonly string[]): string {
  return words.filter((word) => !isBlank(word)).join(', ')
}

/** A description written by hand is the story; else each section that was told is a part of it. */
function story({ isDescriptionManual, description, challenge, solution, results, outcomeHighlights }: Project): Html {
  if (isDescriptionManual) return html`${paragraphs(description)}`
  const outcomes = outcomeHighlights.filter((outcome) => !isBlank(outcome))
  return html`${section('Challenge', challenge)} ${section('Solution', solution)} ${section('Results', results)}
  ${
    outcomes.length === 0
      ? ''
      : html`<section>
          <h2>Outcomes</h2>
          <ul>
            ${outcomes.map((outcome) => html`<li dir="auto">${outcome}</li>`)}
          </ul>
        </section>`
  }`
}

function section(heading: string, text: string): Html | '' {
  return isBlank(text)
    ? ''
    : html`<section>
        <h2>${heading}</h2>
        ${paragraphs(text)}
      </section>`
}

function paragraphs(text: string): Html[] {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => html`<p dir="auto">${block.trim()}</p>`)
}

function footer({ tags, publishedAt }: Project): Html | '' {
  const words = tags.filter((tag) => !isBlank(tag))
  if (words.length === 0 && publishedAt === null) return ''
  const day = publishedAt === null ? '' : new Date(publishedAt).toISOString().slice(0, 10)
  return html`<footer>
    ${
      words.length === 0
        ? ''
        : html`<ul class="tags" aria-label="Tags">
            ${words.map((tag) => html`<li dir="auto">${tag}</li>`)}
          </ul>`
    }
    ${publishedAt === null ? '' : html`<p>Published <time datetime="${day}">${shown(publishedAt)}</time></p>`}
  </footer>`
}

function shown(ms: number): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(ms)
}
