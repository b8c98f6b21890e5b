import { html } from 'hono/html'
import { isBlank, UPLOAD_MAX_BYTES } from '../api/domain/index.ts'
import { UPLOADER_JS } from './assets.ts'
import { pageShell, type Html } from './page-shell.ts'

export interface UploadedPhoto {
  id: string
  name: string
  thumbnailUrl: string
}

/** The page on which a person adds photos to a project: a list of what is there, and of what is on its way. */
export function uploaderPage(projectTitle: string, photos: readonly UploadedPhoto[]): Html {
  const title = isBlank(projectTitle) ? 'Untitled project' : projectTitle
  return pageShell({
    title: `Add photos: ${title}`,
    canonicalUrl: null,
    script: UPLOADER_JS,
    body: html`<main class="uploader">
      <h1>Add photos</h1>
      <p class="lead" dir="auto">${title}</p>
      <noscript><p class="banner">This page sends photos by JavaScript, which is switched off in this browser.</p></noscript>
      <div class="chooser">
        <label for="shows">These photos show</label>
        <select id="shows">
          <option value="">the project</option>
          <option value="before">before the work</option>
          <option value="progress">the work in progress</option>
          <option value="detail">a detail</option>
          <option value="after">after the work</option>
        </select>
        <label for="files">Photos</label>
        <input id="files" type="file" multiple accept="image/jpeg,image/png,image/webp,image/heic,image/heif" aria-describedby="limits" />
        <p id="limits">JPEG, PNG or WebP, at most ${UPLOAD_MAX_BYTES / 1_000_000} MB each. Where a photo was taken is removed from it.</p>
      </div>
      <p id="news" role="status"></p>
      <ul id="queue" class="queue" aria-label="On their way"></ul>
      <h2>In the project</h2>
      <ul id="photos" class="gallery">
        ${photos.map(({ name, thumbnailUrl }) => html`<li><img src="${thumbnailUrl}" alt="${name}" /></li>`)}
      </ul>
      <p>When you are done, close this page and go on in ChatGPT: it sees the photos.</p>
    </main>`,
  })
}
