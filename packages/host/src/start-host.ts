import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { HOST_PORT, SANDBOX_PORT } from '@lockstep/contract'
import { createHostApi } from './api/host-api.ts'
import { loadPageFiles } from './api/page-files.ts'
import type { HostApp } from './core/app-registry.ts'
import { systemClock, systemIds, type HostClock, type HostIds } from './core/clock.ts'
import { createConversationFile } from './core/conversation-file.ts'
import { createHostCore, type HostCore } from './core/host-core.ts'
import type { Model } from './model/model.ts'
import type { ModelEndpoint } from './model/openai/model-endpoint.ts'
import { createDiskFileStore } from './files/file-store.ts'
import { serveFile } from './files/serve-file.ts'
import { listenLoopback } from './net/listen-loopback.ts'
import { scriptedFor } from './open-core.ts'
import { startSandboxServer } from './sandbox/sandbox-server.ts'
import { buildHostUi } from './ui-build.ts'

export interface HostOptions {
  apps: readonly HostApp[]
  /** Of the page. Default 4700; 0 = any free one. */
  port?: number
  /** Of the views' frames. Default 4701; 0 = any free one. */
  sandboxPort?: number
  /** Folder in which the conversation is kept; absent = in memory only. */
  dataDir?: string
  /** Default: the scripted model with the apps' golden prompts. */
  model?: Model
  /** Of a language model one may switch to. Default: none, and nothing is sent anywhere. */
  modelEndpoint?: ModelEndpoint | null
  /** Folder of a built page. Default: the host's own, built now when its sources changed. */
  pageDir?: string
  clock?: HostClock
  ids?: HostIds
  /** Starts an app's server again and resolves with true when that came to something, with false when it is not run here. Default: none is. */
  restartServer?(app: string): Promise<boolean>
}

export interface RunningHost {
  /** Of the page. */
  url: string
  port: number
  sandboxPort: number
  /** The host without its page, for automation. */
  core: HostCore
  /** What the page sends back with each command. */
  token: string
  /** What went amiss at the start without stopping it, for the person at the terminal; null when nothing did. */
  problem: string | null
  close(): Promise<void>
}

/**
 * Starts the local ChatGPT on the loopback interface. Resolves when the page can be opened; servers that are still away are waited for.
 * @throws {AppError} HOST_PORT_IN_USE, HOST_PAGE_MISSING, HOST_BAD_PATTERN
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const clock = options.clock ?? systemClock
  const model = options.model ?? scriptedFor(options.apps)
  const page = await loadPageFiles(options.pageDir ?? (await buildHostUi()).dir)
  const file = options.dataDir === undefined ? null : createConversationFile(options.dataDir, clock)
  const fileStore = options.dataDir === undefined ? null : createDiskFileStore(join(options.dataDir, 'files'))
  const files = fileStore === null ? null : { store: fileStore, saved: await fileStore.load() }
  const { saved, problem } = (await file?.load()) ?? { saved: null, problem: null }
  const token = randomBytes(32).toString('base64url')
  const ports = { page: 0, sandbox: 0 }
  const pageOrigin = (): string => `http://localhost:${ports.page}`

  // The core needs the sandbox's port and the sandbox needs the core: both ask when the first request comes, and by then both are known.
  let core: HostCore | null = null
  const ready = (): HostCore => {
    if (core === null) throw new Error('The host is still starting.')
    return core
  }
  const sandbox = await startSandboxServer({
    port: options.sandboxPort ?? SANDBOX_PORT,
    pageOrigin,
    source: {
      findView: (key) => ready().sandbox.findView(key),
      readDocument: (key) => ready().sandbox.readDocument(key),
      violated: (key, violation) => ready().sandbox.violated(key, violation),
      served: (key, document) => ready().sandbox.served(key, document),
    },
    files: {
      serve: (request, response, key) =>
        serveFile(request, response, key, { source: { open: (fileKey) => ready().files.open(fileKey) }, sandboxPort: ports.sandbox }),
    },
  })
  ports.sandbox = sandbox.port
  core = createHostCore({
    apps: options.apps,
    model,
    endpoint: options.modelEndpoint ?? null,
    clock,
    ids: options.ids ?? systemIds,
    file,
    saved,
    ...(files === null ? {} : { files }),
    sandboxPort: () => ports.sandbox,
    pageOrigin,
    restartServer: async (app) => (await options.restartServer?.(app)) ?? false,
  })
  const running = core
  const api = createHostApi({
    core: running,
    page,
    token,
    pageOrigin,
    // Which names there are follows from the apps and from what their views declare: both are known only later.
    frameOrigins: () => [`http://*.localhost:${ports.sandbox}`],
  })
  try {
    const server = await listenLoopback(getRequestListener(api.fetch), options.port ?? HOST_PORT, 'the page of the local ChatGPT')
    ports.page = server.port
    void running.connect()
    return {
      url: pageOrigin(),
      port: server.port,
      sandboxPort: sandbox.port,
      core: running,
      token,
      problem,
      async close() {
        await Promise.all([server.close(), sandbox.close()])
        await running.close()
      },
    }
  } catch (error) {
    await sandbox.close()
    await running.close()
    throw error
  }
}
