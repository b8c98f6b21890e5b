/** A file the host knows of. Its bytes are never in the state. */
export interface HostFile {
  /** Also what views, tools and the model call it by. */
  id: string
  name: string
  mimeType: string
  /** Null: only its server has it. */
  sizeBytes: number | null
  /** Hex; null: only its server has it. */
  sha256: string | null
  /** person: attached to a message; upload: by a view (`uploadFile`); message: inside a `ui/message`; server: a tool returned a reference to it. */
  source: 'person' | 'upload' | 'message' | 'server'
  /** App whose view or server brought it; null when the person did. */
  app: string | null
  /** Milliseconds since 1970. */
  at: number
  /** Outlives its conversation and is offered by the file picker. */
  isInLibrary: boolean
}

/** A file of a message, as the conversation keeps it and the model is told. */
export interface AttachedFile {
  fileId: string
  name: string
  mimeType: string
  sizeBytes: number
}

/** A view asks the person to choose among the files of the library (`selectFiles`); a dialog until `/api/pick` answers. */
export interface PendingPick {
  id: string
  app: string
  instanceId: string
}

/** A view wants to save files on the person's machine (`ui/download-file`); a dialog until `/api/download` answers. */
export interface PendingDownload {
  id: string
  app: string
  instanceId: string
  files: Array<{ name: string; mimeType: string; sizeBytes: number }>
}
