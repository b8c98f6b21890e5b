import type { ViewWindow } from '../src/view-runtime.ts'

type Rpc = {
  id?: unknown
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { code: number; message: string }
}
type Answer = Record<string, unknown> | { error: { code: number; message: string } } | null

/** What the fake document records. */
export interface FakeRoot {
  lang: string
  dataset: Record<string, string>
  colorScheme: string
  variables: Map<string, string>
}

/**
 * Two ends of a made-up frame: a window for the view, and the host that holds the other end. Everything is structured-cloned on the way and
 * delivered in a later microtask, as postMessage does.
 */
export class FakeHost {
  /** All the view sent, oldest first. */
  readonly received: Rpc[] = []
  readonly window: ViewWindow & { openai?: unknown }
  readonly root: FakeRoot = { lang: '', dataset: {}, colorScheme: '', variables: new Map() }
  readonly #target = new EventTarget()
  readonly #self: { postMessage: (message: unknown) => void }
  /** Answers by method; a method that is missing is never answered. */
  answers: Record<string, (params: Record<string, unknown>) => Answer | Promise<Answer>> = {}
  #lastId = 1_000
  readonly #asked = new Map<unknown, (message: Rpc) => void>()

  constructor(options: { openai?: Record<string, unknown>; hasParent?: boolean } = {}) {
    this.#self = { postMessage: (message) => void this.#take(structuredClone(message) as Rpc) }
    const { root } = this
    const style = {
      set colorScheme(value: string) {
        root.colorScheme = value
      },
      setProperty: (name: string, value: string) => root.variables.set(name, value),
      removeProperty: (name: string) => root.variables.delete(name),
    }
    const documentElement = {
      dataset: root.dataset,
      style,
      set lang(value: string) {
        root.lang = value
      },
    }
    const window: Record<string, unknown> = {
      addEventListener: this.#target.addEventListener.bind(this.#target),
      removeEventListener: this.#target.removeEventListener.bind(this.#target),
      navigator: { language: 'fr-FR' },
      document: { documentElement },
      openai: options.openai,
    }
    window['parent'] = options.hasParent === false ? window : this.#self
    this.window = window as unknown as ViewWindow
  }

  /** Posts to the view, as the parent unless another source is given. */
  async post(message: object, source: unknown = this.#self): Promise<void> {
    const event = Object.assign(new Event('message'), { data: structuredClone(message), source })
    this.#target.dispatchEvent(event)
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }

  notify(method: string, params: Record<string, unknown> = {}): Promise<void> {
    return this.post({ jsonrpc: '2.0', method, params })
  }

  request(method: string, params: Record<string, unknown> = {}): Promise<Rpc> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve) => {
      this.#asked.set(id, resolve)
      void this.post({ jsonrpc: '2.0', id, method, params })
    })
  }

  setGlobals(globals: Record<string, unknown>): void {
    const { openai } = this.window
    if (typeof openai === 'object' && openai !== null) Object.assign(openai, globals)
    this.emitGlobals(globals)
  }

  /** The event alone: the properties of `window.openai` stay as they are. */
  emitGlobals(globals: Record<string, unknown>): void {
    this.#target.dispatchEvent(Object.assign(new Event('openai:set_globals'), { detail: { globals } }))
  }

  sent(method: string): Rpc[] {
    return this.received.filter((message) => message.method === method)
  }

  async #take(message: Rpc): Promise<void> {
    await Promise.resolve()
    this.received.push(message)
    const { id, method, params = {} } = message
    if (method === undefined) return this.#asked.get(id)?.(message)
    const answer = await this.answers[method]?.(params)
    if (id === undefined || answer === undefined || answer === null) return
    await this.post('error' in answer ? { jsonrpc: '2.0', id, error: answer['error'] } : { jsonrpc: '2.0', id, result: answer })
  }
}

/** A host that shakes hands and offers all there is. */
export function bridgeHost(
  options: { openai?: Record<string, unknown>; hostContext?: Record<string, unknown>; capabilities?: Record<string, unknown> } = {},
): FakeHost {
  const host = new FakeHost(options)
  host.answers['ui/initialize'] = () => ({
    protocolVersion: '2026-01-26',
    hostInfo: { name: 'fake', version: '1' },
    hostCapabilities: options.capabilities ?? { serverTools: {}, openLinks: {}, message: {}, updateModelContext: {} },
    hostContext: options.hostContext ?? { theme: 'dark', locale: 'de-DE', displayMode: 'inline' },
  })
  return host
}

/** Lets every promise settle that can without time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}
