import type { DisplayMode } from '@lockstep/contract'
import type { HostFile, HostSettings, HostState, MetadataReport, ViewDelivery } from '../api/host-state.ts'
import type { FaultBoard } from '../faults/fault-board.ts'
import type { GoldenBoard } from '../golden/golden-board.ts'
import type { ManualModel } from '../model/manual-model.ts'
import type { FileDesk } from '../files/file-desk.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Model } from '../model/model.ts'
import type { ModelEndpoint } from '../model/openai/model-endpoint.ts'
import type { Platforms } from '../platforms/platform-profile.ts'
import type { SandboxSource } from '../sandbox/sandbox-server.ts'
import type { HostApp } from './app-registry.ts'
import type { DeepLinks } from './deep-links.ts'
import type { Servers } from './servers.ts'
import type { HostClock, HostIds } from './clock.ts'
import type { ConversationFile, SavedHost } from './conversation-file.ts'
import type { MessageLog } from '../log/message-log.ts'
import type { PersonCall, TurnRunner } from './turn-runner.ts'

export interface HostCoreOptions {
  apps: readonly HostApp[]
  /** Plays where `settings.model` is `scripted`. */
  model: Model
  /** Of the language model; null or absent = none is named. */
  endpoint?: ModelEndpoint | null
  /** Those that can be played. Default: all that this host knows. */
  platforms?: Platforms
  clock: HostClock
  ids: HostIds
  /** Where the conversation is kept; null = in memory only. */
  file: ConversationFile | null
  saved: SavedHost | null
  /** Where the bytes of files are, and the files of the last run; absent = in memory only. */
  files?: { store: FileStore; saved: readonly HostFile[] }
  sandboxPort(): number
  pageOrigin(): string
  /** Starts an app's server again and resolves with true when that came to something, with false when nobody here runs it. Default: nobody. */
  restartServer?(app: string): Promise<boolean>
}

/** The whole host without its page: every gesture a person or a view can make is a method, every outcome is in the state. */
export interface HostCore extends Omit<TurnRunner, 'submit' | 'callTool' | 'end'> {
  getState(): HostState
  subscribe(listener: () => void): () => void
  /** What is to be posted into frames; first, all that nobody has acknowledged yet. */
  subscribeDeliveries(listener: (delivery: ViewDelivery) => void): () => void
  /** Connects to all servers; resolves when each answered or failed. */
  connect(): Promise<void>
  reconnect(app: string): Promise<void>
  /** @throws {AppError} HOST_NO_SUCH_FILE */
  sendMessage(text: string, fileIds?: readonly string[]): void
  /** Of a known app; its tools are read anew when it has none by that name. The id of the call's entry, which may wait for approval. */
  callTool(call: PersonCall): Promise<string>
  readonly servers: Servers
  readonly deepLinks: DeepLinks
  receiveFromView(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null>
  acknowledge(instanceId: string, mountId: string, seq: number): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  closeView(instanceId: string): void
  remountView(instanceId: string): void
  /** Lets a frame of a view put its things away before the page takes it out. */
  parkView(instanceId: string, mountId: string): Promise<void>
  /** Reads the view's HTML anew from its server, past the cache, and mounts it. */
  refreshTemplate(instanceId: string): Promise<void>
  /** Shows a closed view again, with its state. */
  reopenView(instanceId: string): void
  /** Takes a view's own history back (-1) or forward (1). */
  navigateView(instanceId: string, delta: -1 | 1): void
  /** Asks about the address behind "Open in <app>" like about any link. */
  openInApp(instanceId: string): void
  /** The address to open, or null. */
  answerLink(linkId: string, isOpened: boolean): string | null
  /** Takes away what a view told the model; the view is told so. */
  removeModelContext(instanceId: string): void
  /** The page has put a view's draft into the message field. */
  takeDraft(draftId: string): void
  changeSettings(change: Partial<HostSettings>): void
  reset(): void
  /** The person's moves where `settings.model` is `manual`. */
  readonly manual: Pick<ManualModel, 'say' | 'call'>
  readonly golden: GoldenBoard
  /** What shall go wrong on purpose; what is on is in the state. */
  readonly faults: Pick<FaultBoard, 'set' | 'clear'>
  /** Starts an app's server again, if somebody here runs it; else only its session is forgotten. */
  restartServer(app: string): Promise<void>
  /** Mounts the same result once more: a view with an id and a state of its own. The id of the new view. */
  openSecondInstance(instanceId: string): string
  /** The person's and the page's way to files. */
  readonly files: FileDesk
  readonly sandbox: SandboxSource
  /** Every message to and from views, servers and the model. */
  readonly log: MessageLog
  /** Asks the servers for what they declare. */
  readMetadata(): Promise<MetadataReport>
  close(): Promise<void>
}
