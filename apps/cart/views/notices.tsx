import type { NewsModel } from './use-news.ts'

/** What others changed and what was settled, quietly. The announcer speaks the same sentences, so this is no live region. */
export function Notices({ news, act, dismiss, canDismiss }: NewsModel) {
  if (news.length === 0) return null
  return (
    <section className="notices news" aria-label="News about this cart">
      <ul>
        {news.map((one) => {
          const { key, text, action } = one
          return (
            <li key={key}>
              <span>{text}</span>
              {action === null ? null : (
                <button type="button" className="small" aria-label={`${action.label}: ${text}`} onClick={() => act(one, action)}>
                  {action.label}
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {canDismiss ? (
        <button type="button" className="small quiet" aria-label="OK, dismiss the news" onClick={dismiss}>
          OK
        </button>
      ) : null}
    </section>
  )
}
