interface NoticesProps {
  /** Sentences, oldest first. */
  texts: readonly string[]
  onDismiss: () => void
}

/** What others changed and what was settled, quietly. The announcer speaks the same sentences, so this is no live region. */
export function Notices({ texts, onDismiss }: NoticesProps) {
  if (texts.length === 0) return null
  return (
    <section className="notices" aria-label="News about this cart">
      <ul>
        {texts.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="notice-actions">
        <button type="button" className="small quiet" aria-label="OK, dismiss the news" onClick={onDismiss}>
          OK
        </button>
      </div>
    </section>
  )
}
