import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { ManualTurn } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'
import { ManualAnswer } from './manual-answer.tsx'
import { ManualCall } from './manual-call.tsx'

type Move = 'call' | 'answer'

/** The person plays the model and it is their move: call a tool, or answer. */
export function ManualCard({ turn, isAfterResult }: { turn: ManualTurn; isAfterResult: boolean }) {
  const page = usePage()
  const card = useRef<HTMLDivElement>(null)
  const titleId = useId()
  const moveName = useId()
  const [move, setMove] = useState<Move>(isAfterResult || turn.tools.length === 0 ? 'answer' : 'call')

  useEffect(() => {
    const field = document.activeElement
    const isTyping = (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) && field.value !== ''
    if (!isTyping) card.current?.focus()
  }, [])

  async function answer(text: string): Promise<void> {
    const reply = await page.run('/api/model/say', { text })
    if (reply.ok) focusComposer()
  }

  return (
    <div class="ask manual" role="group" aria-labelledby={titleId} tabIndex={-1} ref={card}>
      <h2 id={titleId}>
        <Icon name="info" /> You are the model: what now?
      </h2>
      <p class="quiet">“Model sees” in the inspector shows all that a model would know here.</p>
      {turn.tools.length === 0 ? null : (
        <fieldset class="segmented manual-moves">
          <legend class="sr-only">Your move</legend>
          {(['call', 'answer'] as const).map((each) => (
            <label key={each}>
              <input type="radio" name={moveName} checked={move === each} onChange={() => setMove(each)} />
              <span>{each === 'call' ? 'Call a tool' : 'Answer'}</span>
            </label>
          ))}
        </fieldset>
      )}
      {move === 'call' ? <ManualCall tools={turn.tools} /> : <ManualAnswer onAnswer={answer} />}
    </div>
  )
}
