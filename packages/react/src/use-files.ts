import { useMemo, useState, useSyncExternalStore } from 'react'
import { createFiles, type ViewFiles } from '@lockstep/view'
import { createFileUploads, type FileUpload, type FileUploads } from './file-uploads.ts'
import { useViewPart } from './use-view.ts'
import { useViewServices } from './view-context.ts'

export interface Files extends Pick<FileUploads, 'upload' | 'retry' | 'remove'>, Pick<ViewFiles, 'pick' | 'downloadUrl' | 'showModel'> {
  /** What this host offers; where it lacks `upload`, offer a link to a page that has it. */
  readonly can: ReturnType<ViewFiles['can']>
  /** What this view was given to upload, in that order. */
  readonly uploads: readonly FileUpload[]
}

/** Files of the host: pick, upload with a state per file, temporary addresses, and what the model is shown. */
export function useFiles(): Files {
  const { runtime, environment } = useViewServices()
  const files = useMemo(() => createFiles(runtime), [runtime])
  const [store] = useState(() => createFileUploads(files.upload, environment.newId))
  const uploads = useSyncExternalStore(store.subscribe, store.getState, store.getState)
  // what a host offers is known when it is known who is there
  useViewPart((snapshot) => snapshot.connection)
  const { pick, upload, download } = files.can()
  return useMemo(
    () => ({
      can: { pick, upload, download },
      uploads,
      upload: store.upload,
      retry: store.retry,
      remove: store.remove,
      pick: files.pick,
      downloadUrl: files.downloadUrl,
      showModel: files.showModel,
    }),
    [files, store, uploads, pick, upload, download],
  )
}
