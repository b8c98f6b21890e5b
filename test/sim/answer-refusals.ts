import type { World } from './world.ts'

/** What persons do about refusals that wait for them: ask again, or rarely give up. */
export function answerRefusals({ mode, dice, chaos, page, reach, trace }: World): void {
  for (const view of page.views()) {
    const { failure, status } = view.client.getSnapshot()
    if (status !== 'failed' || failure === null || failure.code === 'view_outdated') continue
    if (mode === 'coded' && chaos.isOn() && dice.chance(0.1)) {
      reach('draft discarded')
      trace(() => `${view.name} discards`)
      for (const edit of view.edits) if (!edit.isSaved) edit.isRevoked = true
      view.undo = []
      view.shownFrom = view.edits.length
      view.client.discard()
    } else {
      reach('refused, asked again by the person')
      trace(() => `${view.name} asks again after ${failure.code}`)
      view.overtake(() => view.client.retry())
    }
  }
}
