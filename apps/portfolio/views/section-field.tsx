import { useEffect, useId, useLayoutEffect, useRef } from 'react'

export interface SectionFieldProps {
  label: string
  hint: string
  text: string
  max: number
  /** True = the person came here for it. */
  isGoal: boolean
  onText: (text: string) => void
  onAsk: () => void
}

/** One section: as tall as its text, with what is left of it, and a way to let ChatGPT write. */
export function SectionField({ label, hint, text, max, isGoal, onText, onAsk }: SectionFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  // a text area never grows by itself, and a scrollbar inside the view is in the way
  useLayoutEffect(() => fit(area.current))
  useEffect(() => {
    const again = () => fit(area.current)
    addEventListener('resize', again)
    return () => removeEventListener('resize', again)
  }, [])
  useEffect(() => {
    if (isGoal) area.current?.focus()
  }, [isGoal])
  const isFull = text.length >= max
  return (
    <div className="section">
      <div className="head">
        <label htmlFor={id}>
          <h3>{label}</h3>
        </label>
        <button type="button" className="small quiet" aria-label={`Ask ChatGPT to write: ${label}`} onClick={onAsk}>
          Ask ChatGPT
        </button>
      </div>
      <textarea
        id={id}
        ref={area}
        rows={2}
        value={text}
        maxLength={max}
        aria-describedby={`${id}-count`}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
      <p id={`${id}-count`} className={isFull ? 'complaint' : 'soft'}>
        {hint} {text.length} of {max} characters
      </p>
    </div>
  )
}

function fit(area: HTMLTextAreaElement | null): void {
  if (area === null) return
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight + 2}px`
}
