import type { ToolResult } from '@lockstep/contract'

/** What a view of this folder wrote down of what its host told it. */
export interface Seen {
  input: unknown
  result: unknown
  theme: unknown
  displayMode: unknown
  echoed: unknown
}

export interface FrameActions {
  echo: (args: Record<string, unknown>) => Promise<ToolResult>
  /** Resolves with the mode granted. */
  fullscreen: () => Promise<unknown>
}

const seen: Seen = { input: null, result: null, theme: null, displayMode: null, echoed: null }

/** Puts what is known into the page, where a test reads it. */
export function showSeen(change: Partial<Seen>): void {
  Object.assign(seen, change)
  document.getElementById('seen')?.replaceChildren(JSON.stringify(seen))
}

/** Two buttons and a text: all there is to see of a view under test. Its height is 300 pixels. */
export function drawFrame(actions: FrameActions): void {
  document.body.style.margin = '0'
  const box = document.createElement('main')
  box.style.cssText = 'height:300px;overflow:hidden'
  const button = (label: string, press: () => Promise<unknown>) => {
    const made = document.createElement('button')
    made.textContent = label
    made.addEventListener('click', () => void press())
    return made
  }
  const text = document.createElement('pre')
  text.id = 'seen'
  box.append(
    button('Echo', async () => showSeen({ echoed: (await actions.echo({ text: 'from the frame' })).structuredContent })),
    button('Fullscreen', async () => showSeen({ displayMode: await actions.fullscreen() })),
    text,
  )
  document.body.replaceChildren(box)
  showSeen({})
}
