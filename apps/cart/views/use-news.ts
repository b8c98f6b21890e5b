import { useEffect, useMemo, useRef, useState } from 'react'
import { useAnnounce, useViewState } from '@lockstep/react'
import type { CartData } from './cart-data.ts'
import type { MoneyFormat } from './money.ts'
import { changeNews, commitKey, conflictNews, isLasting, priceNews, stockNews, type News, type NewsAction } from './news.ts'
import { list } from './unknown-json.ts'
import type { CartModel } from './use-cart.ts'

/** Sentences of each kind shown at once. */
const NEWS_MAX = 4
/** Keys of news that was put away and is still remembered. */
const NOTED_MAX = 20

export interface NewsModel {
  readonly news: readonly News[]
  readonly act: (news: News, action: NewsAction) => void
  /** Puts away what can be: the news but for what the shop has run out of. */
  readonly dismiss: () => void
  readonly canDismiss: boolean
}

/** What others changed and what was settled. Each sentence is announced once, when it comes; what was put away stays away over a reload. */
export function useNews(data: CartData, { document, catalogue, spec, capNotice, dismiss, apply }: CartModel, money: MoneyFormat): NewsModel {
  const { value, revision, changes, conflicts } = document
  const announce = useAnnounce()
  const [kept, keep] = useViewState<{ noted?: unknown }, Record<string, unknown>>({ private: {}, model: {} })
  const noted = useMemo(() => list(kept.private.noted), [kept])
  const [done, setDone] = useState<readonly string[]>([])
  // what the model did in the very call that opened this view came with it; it is news until something newer is
  const [opening] = useState(() => data.snapshot)

  const { stock, told } = useMemo(() => {
    const first = (opening?.changes ?? []).filter((change) => change.by === 'model' && change.revision === revision)
    const all = [
      ...priceNews(value, catalogue, money),
      ...changeNews([...first, ...changes], conflicts, catalogue, spec),
      ...conflictNews(conflicts, changes, catalogue),
      ...(capNotice === null ? [] : [{ key: capNotice, text: capNotice, action: null }]),
    ]
    const open = all.filter(({ key }) => !noted.includes(key) && !done.includes(key))
    const once = new Map(open.map((one) => [one.text, one]))
    return { stock: stockNews(value, catalogue).slice(0, NEWS_MAX), told: [...once.values()].slice(-NEWS_MAX) }
  }, [opening, revision, noted, done, value, catalogue, money, changes, conflicts, spec, capNotice])
  const news = useMemo(() => [...stock, ...told], [stock, told])

  const spoken = useRef<readonly string[]>([])
  useEffect(() => {
    // the cap is announced by the click that met it, and the call that opened the view by its own answer
    const fresh = news.filter(({ key, text }) => text !== capNotice && key !== commitKey(opening?.revision ?? 0) && !spoken.current.includes(text))
    spoken.current = news.map(({ text }) => text)
    if (fresh.length > 0) announce(fresh.map(({ text }) => text).join(' '))
  }, [news, announce, capNotice, opening])

  const note = (keys: readonly string[]) => keep({ private: { noted: [...noted, ...keys.filter(isLasting)].slice(-NOTED_MAX) } })
  return {
    news,
    act: ({ key }, { label, change }) => {
      setDone([...done, key])
      note([key])
      apply(change, `${label}: done.`)
    },
    dismiss: () => {
      setDone([])
      note(told.map(({ key }) => key))
      dismiss()
    },
    canDismiss: told.length > 0,
  }
}
