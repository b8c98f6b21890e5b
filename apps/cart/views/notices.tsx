interface NoticesProps {
  /** Sentences, oldest first. */
  texts: readonly string[]
  canUndo: boolean
  onUndo: () => void
  onDismiss: () => void
}

/** What others changed and what was settled, quietly. The announcer speaks the same sentences, so this is no live region. */
export function Notices({ texts, canUndo, onUndo, onDismiss }: NoticesProps) {
  if (texts.length === 0) return null
  return (
    <section className="notices" aria-label="News about this cart">
      <ul>
        {texts.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="notice-actions">
        {canUndo ? (
          <button type="button" className="small quiet" aria-label="Undo my last change" onClick={onUndo}>
            Undo
          </button>
        ) : null}
        <button type="button" className="small quiet" aria-label="Dismiss the news" onClick={onDismiss}>
          OK
        </button>
      </div>
    </section>
  )
}
