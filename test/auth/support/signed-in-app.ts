import { startDevAuth, type DevAuthOptions } from '@lockstep/dev-auth'
import { reply, toolError, type App, type AppOptions, type AuthOptions, type Listening } from '@lockstep/server'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { logInto, openApp, type LogLine } from '../../../packages/server/src/testing/open-app.ts'

/** A development authorization server on a free port, closed when the test ends. */
export async function openDevAuth(options: DevAuthOptions = {}): Promise<string> {
  const { issuer, close } = await startDevAuth({ port: 0, log: () => {}, ...options })
  onTestFinished(close)
  return issuer
}

export interface SignedInApp extends Listening {
  issuer: string
  /** Everything the app logged, at the finest level. */
  lines: LogLine[]
  /** Names of the tools whose handlers ran. */
  ran: string[]
}

/** Notes of each user under ids that are easy to guess, with a tool for each kind of scheme. */
export function declareNotes(app: App, ran: string[]): void {
  const notes = new Map([
    ['note-1', { owner: 'ada', text: 'Analytical engine' }],
    ['note-2', { owner: 'grace', text: 'Compiler' }],
  ])
  const common = { effect: 'read' as const, output: z.object({ text: z.string() }) }
  app.tool(
    'read_note',
    { ...common, title: 'Read a note', description: 'Use this when a note is asked for.', input: z.strictObject({ id: z.string() }) },
    ({ id }, { auth }) => {
      ran.push('read_note')
      const note = notes.get(id)
      if (note === undefined || note.owner !== auth?.subject) throw toolError('not_found', 'There is no such note. List the notes first.')
      return reply({ model: { text: note.text }, text: note.text })
    },
  )
  app.tool(
    'share_note',
    {
      ...common,
      title: 'Share a note',
      description: 'Use this when a note is to be shared.',
      input: z.strictObject({}),
      auth: [{ type: 'oauth2', scopes: ['notes:read', 'notes:share'] }],
    },
    () => {
      ran.push('share_note')
      return reply({ model: { text: 'shared' }, text: 'Shared.' })
    },
  )
}

/** Adds a tool that anybody may call, and that tells who did. */
export function declareGreeting(app: App, ran: string[]): void {
  app.tool(
    'greet',
    {
      title: 'Greet',
      description: 'Use this when somebody says hello.',
      effect: 'read',
      input: z.strictObject({}),
      output: z.object({ text: z.string() }),
      auth: [{ type: 'noauth' }, { type: 'oauth2' }],
    },
    (_input, { auth }) => {
      ran.push('greet')
      const text = auth === null ? 'Hello, stranger' : `Hello, ${String(auth.claims['name'])}`
      return reply({ model: { text }, text })
    },
  )
}

/** An app whose users sign in at a development authorization server. */
export async function openSignedInApp(
  declare: (app: App, ran: string[]) => void,
  options: Omit<Partial<AppOptions>, 'auth'> & { auth?: Partial<AuthOptions>; devAuth?: DevAuthOptions; issuer?: string } = {},
): Promise<SignedInApp> {
  const { devAuth, auth, issuer = await openDevAuth(devAuth), ...rest } = options
  const lines: LogLine[] = []
  const ran: string[] = []
  const listening = await openApp((app) => declare(app, ran), { logger: logInto(lines), ...rest, auth: { issuer, ...auth } })
  return { ...listening, issuer, lines, ran }
}
