import { AppError } from '@lockstep/contract'
import type { App } from './config/app.ts'
import type { ViewRuntime } from './parse-command.ts'

/** `buildView` of @lockstep/build, as far as it is used here. */
export type BuildView = (options: {
  name: string
  entry: string
  outFile: string
  runtime: ViewRuntime
}) => Promise<{ gzipBytes: number; skipped: boolean }>

export interface BuildOptions {
  runtime: ViewRuntime
  buildView: BuildView
  print(line: string): void
  signal: AbortSignal
}

/** Builds every view of the apps, one after the other: Vite uses all cores by itself. Unchanged ones cost nothing. */
export async function buildViews(apps: readonly App[], { runtime, buildView, print, signal }: BuildOptions): Promise<void> {
  for (const app of apps) {
    for (const view of app.views) {
      if (signal.aborted) return
      const startedMs = performance.now()
      const { gzipBytes, skipped } = await buildView({ ...view, runtime }).catch((error: unknown) => {
        if (error instanceof AppError) throw error
        const message = error instanceof Error ? error.message : String(error)
        throw new AppError('CLI_VIEW_BUILD', `The view "${view.name}" of ${app.name} (${view.entry}) does not build: ${message}`, {
          blame: 'user',
          cause: error,
        })
      })
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
      const effort = skipped ? 'unchanged' : `built in ${seconds} s`
      print(`${app.name}: view ${view.name} ${effort}, ${(gzipBytes / 1000).toFixed(1)} kB compressed`)
    }
  }
}
