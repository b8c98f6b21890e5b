import { createHash } from 'node:crypto'
import { needAuth, type ToolContext } from '@lockstep/server'

/** The contractor that a token's user is: the same for ever, and telling nothing of the token. */
export function contractorOf(userKey: string): string {
  return `c_${createHash('sha256').update(userKey).digest('hex').slice(0, 40)}`
}

/** Who calls. @throws {AuthNeeded} nobody is signed in */
export function callerOf({ auth, widgetSessionId, signal }: ToolContext): { contractor: string; actor: 'user' | 'model'; signal: AbortSignal } {
  if (auth === null) throw needAuth({ description: 'Sign in to work on your projects.' })
  // what a view calls, a person did
  return { contractor: contractorOf(auth.userKey), actor: widgetSessionId === null ? 'model' : 'user', signal }
}
