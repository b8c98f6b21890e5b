import { useRef } from 'react'
import { wordsOf } from './portfolio-tools.ts'
import { useOpenPage } from './publish-actions.tsx'
import type { UploadStep } from './upload-queue.ts'
import { PHOTO_TYPES, type PhotoUploads } from './use-photo-uploads.ts'

const STEPS: Readonly<Record<UploadStep, string>> = {
  waiting: 'Waiting…',
  host: 'Reading…',
  bytes: 'Reading…',
  address: 'Preparing…',
  storing: 'Uploading…',
}

/** The ways to give photos: from the device, from the conversation, or, where this host has no files, on a page in the browser. */
export function AddPhotos({ projectId, uploads, isPrimary = false }: { projectId: string; uploads: PhotoUploads; isPrimary?: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  const { open, failure } = useOpenPage(projectId)
  const look = isPrimary ? { className: 'primary', 'data-action': 'primary' } : { className: 'small' }
  if (!uploads.canUpload) {
    return (
      <span className="row">
        <button type="button" {...look} onClick={() => void open('uploader')}>
          Upload in the browser
        </button>
        {failure === null ? null : <span role="alert">{wordsOf(failure)}</span>}
      </span>
    )
  }
  return (
    <span className="row">
      <button type="button" {...look} onClick={() => input.current?.click()}>
        Add photos
      </button>
      <input
        ref={input}
        type="file"
        accept={PHOTO_TYPES}
        multiple
        hidden
        aria-label="Photos to add"
        onChange={({ currentTarget }) => {
          uploads.addFiles(currentTarget.files ?? [])
          // the same file can be chosen again
          currentTarget.value = ''
        }}
      />
      {uploads.canPick ? (
        <button type="button" className="small quiet" onClick={() => void uploads.pick()}>
          From ChatGPT
        </button>
      ) : null}
    </span>
  )
}

/** The files on their way, each with how far it is, or with what stopped it. */
export function UploadRows({ uploads: { rows, retry, remove } }: { uploads: PhotoUploads }) {
  if (rows.length === 0) return null
  return (
    <ul className="uploads" aria-label="Photos on their way">
      {rows.map(({ key, name, state, step, percent, message }) => (
        <li key={key} data-upload={state} data-focus-row="">
          <span className="upload-name">{name}</span>
          {state === 'running' ? (
            <>
              <span className="soft">{STEPS[step]}</span>
              {percent === null ? <progress aria-label={name} /> : <progress aria-label={name} max={100} value={percent} />}
            </>
          ) : (
            <span className={state === 'failed' ? 'complaint' : 'soft'} role={state === 'failed' ? 'alert' : undefined}>
              {message}
            </span>
          )}
          {state === 'failed' ? (
            <button type="button" className="small" data-focus-control="retry" aria-label={`Retry ${name}`} onClick={() => retry(key)}>
              Retry
            </button>
          ) : null}
          <button
            type="button"
            className="small quiet"
            data-focus-control="remove"
            aria-label={`${state === 'running' ? 'Cancel' : 'Remove'} ${name}`}
            onClick={() => remove(key)}
          >
            {state === 'running' ? 'Cancel' : 'Remove'}
          </button>
        </li>
      ))}
    </ul>
  )
}
