/// <reference lib="dom" />

/** What the person chose for the frame instead of what the browser has. */
export interface FrameSurroundings {
  /** Null = the browser's own. */
  reducedMotion: 'reduce' | 'no-preference' | null
  /** False: hover and pointer are the browser's own. */
  isInputForced: boolean
  hover: boolean
  touch: boolean
  /** Percent of the view's own root font size. */
  textSizePercent: number
}

export interface MediaBoot {
  outerOrigin: string
  surroundings: FrameSurroundings
}

/** Notification with which the host changes the surroundings of a living frame. */
export const SURROUNDINGS_CHANGED = 'lockstep/surroundings'

/**
 * Runs in the view before its own scripts: media queries about motion, hover and pointer answer what the person chose, in `matchMedia` and in the
 * style sheets, and the root font size is scaled. It follows later changes and later style sheets. Out of its reach: style sheets of other origins and
 * those inside shadow roots. It is sent as text, so it uses nothing from outside itself.
 */
export function simulateMedia(boot: MediaBoot): void {
  let now = boot.surroundings
  let isTouched = false
  const original = new WeakMap<MediaList, string>()
  const lists = new Set<() => void>()
  const TRUE = '(min-width: 0px)'
  const FALSE = '(max-width: -1px)'
  const FEATURE = /\(\s*(prefers-reduced-motion|any-hover|hover|any-pointer|pointer)\s*(?::\s*([a-z-]+)\s*)?\)/gi

  const valueOf = (feature: string): string | null => {
    if (feature === 'prefers-reduced-motion') return now.reducedMotion
    if (!now.isInputForced) return null
    if (feature.endsWith('hover')) return now.hover ? 'hover' : 'none'
    return now.touch ? 'coarse' : 'fine'
  }
  const rewrite = (query: string): string =>
    query.replace(FEATURE, (text: string, feature: string, wanted: string | undefined) => {
      const value = valueOf(feature.toLowerCase())
      if (value === null) return text
      const holds = wanted === undefined ? value !== 'none' && value !== 'no-preference' : wanted.toLowerCase() === value
      return holds ? TRUE : FALSE
    })

  const native = window.matchMedia.bind(window)
  window.matchMedia = (query: string): MediaQueryList => {
    const text = query
    if (text.search(FEATURE) < 0) return native(text)
    let inner = native(rewrite(text))
    const list = new EventTarget() as MediaQueryList
    let onchange: MediaQueryList['onchange'] = null
    const tell = (): void => {
      const event = new MediaQueryListEvent('change', { matches: inner.matches, media: native(text).media })
      list.dispatchEvent(event)
      onchange?.call(list, event)
    }
    inner.addEventListener('change', tell)
    lists.add(() => {
      const before = inner.matches
      inner.removeEventListener('change', tell)
      inner = native(rewrite(text))
      inner.addEventListener('change', tell)
      if (inner.matches !== before) tell()
    })
    Object.defineProperties(list, {
      matches: { get: () => inner.matches },
      media: { get: () => native(text).media },
      onchange: {
        get: () => onchange,
        set: (listener: MediaQueryList['onchange']) => {
          onchange = listener
        },
      },
      addListener: { value: (listener: EventListener) => list.addEventListener('change', listener) },
      removeListener: { value: (listener: EventListener) => list.removeEventListener('change', listener) },
    })
    Object.setPrototypeOf(list, MediaQueryList.prototype)
    return list
  }

  const adapt = (media: MediaList): void => {
    const text = original.get(media) ?? media.mediaText
    if (text.search(FEATURE) < 0) return
    original.set(media, text)
    const wanted = rewrite(text)
    if (media.mediaText !== wanted) media.mediaText = wanted
  }
  const walk = (sheet: CSSStyleSheet): void => {
    adapt(sheet.media)
    try {
      walkRules(sheet.cssRules)
    } catch {
      // A sheet of another origin: its rules cannot be read.
    }
  }
  const walkRules = (rules: CSSRuleList): void => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule || rule instanceof CSSImportRule) adapt(rule.media)
      if (rule instanceof CSSImportRule && rule.styleSheet !== null) walk(rule.styleSheet)
      if ('cssRules' in rule) walkRules(rule.cssRules as CSSRuleList)
    }
  }
  const scaleText = (): void => {
    const root = document.documentElement
    root.style.removeProperty('font-size')
    if (now.textSizePercent === 100) return
    const px = Number.parseFloat(getComputedStyle(root).fontSize)
    root.style.setProperty('font-size', `${(px * now.textSizePercent) / 100}px`, 'important')
  }
  const apply = (): void => {
    const isOwn = now.reducedMotion === null && !now.isInputForced && now.textSizePercent === 100
    if (isOwn && !isTouched) return
    isTouched = true
    for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) walk(sheet)
    scaleText()
  }

  const isStyle = (node: Node): boolean =>
    node instanceof HTMLStyleElement || node instanceof HTMLLinkElement || node.parentNode instanceof HTMLStyleElement
  new MutationObserver((changes) => {
    if (changes.some(({ target, addedNodes }) => isStyle(target) || [...addedNodes].some(isStyle))) apply()
  }).observe(document, { childList: true, subtree: true, characterData: true })
  // Sheets that are fetched, and rules put in by script, come without a change of the tree.
  document.addEventListener('load', (event) => event.target instanceof HTMLLinkElement && apply(), true)
  document.addEventListener('DOMContentLoaded', apply)
  const insertRule = CSSStyleSheet.prototype.insertRule
  CSSStyleSheet.prototype.insertRule = function (this: CSSStyleSheet, rule: string, index?: number): number {
    const at = insertRule.call(this, rule, index)
    if (isTouched && rule.search(FEATURE) >= 0) walk(this)
    return at
  }

  window.addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || event.origin !== boot.outerOrigin) return
      const message = event.data as { method?: unknown; params?: { surroundings?: FrameSurroundings } } | null
      if (typeof message !== 'object' || message === null || typeof message.method !== 'string' || !message.method.startsWith('lockstep/')) return
      event.stopImmediatePropagation()
      if (message.method !== 'lockstep/surroundings' || message.params?.surroundings === undefined) return
      now = message.params.surroundings
      apply()
      for (const renew of lists) renew()
    },
    true,
  )
  apply()
}
