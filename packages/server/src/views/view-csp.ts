import type { OpenAiWidgetCsp, UiCsp } from '@lockstep/contract'

/** Origins, exact (`https://cdn.example.com`) or with `*.` as the leftmost label; an absent list means none. */
export interface ViewCsp {
  /** fetch, XHR, WebSocket. */
  connect?: readonly string[]
  /** Scripts, styles, images, fonts, media. */
  resource?: readonly string[]
  /** Frames. */
  frame?: readonly string[]
  /** Where links may lead back from; OpenAI only. */
  redirect?: readonly string[]
  /** For `<base>`; standard only, and it is uncertain whether ChatGPT heeds it. */
  baseUri?: readonly string[]
}

/** As a declaration may say it: in our words, or in those of either platform. */
export type ViewCspInput = ViewCsp | Readonly<UiCsp> | Readonly<OpenAiWidgetCsp>

/** `baseUri` has no spelling of OpenAI's, `redirect` no standard one. */
const SPELLINGS: Readonly<Record<keyof ViewCsp, readonly [standard: string | null, openai: string | null]>> = {
  connect: ['connectDomains', 'connect_domains'],
  resource: ['resourceDomains', 'resource_domains'],
  frame: ['frameDomains', 'frame_domains'],
  redirect: [null, 'redirect_domains'],
  baseUri: ['baseUriDomains', null],
}
const WORDS = Object.keys(SPELLINGS) as Array<keyof ViewCsp>

/** `any` = our words and both spellings, never one list twice; else only one platform's. */
export type CspDialect = 'any' | 'standard' | 'openai'

/** Reads a list of origins under each of its names, or says what is wrong, naming the member. */
export function readCsp(input: unknown, dialect: CspDialect, where: string): { csp: ViewCsp } | { problem: string } {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { problem: `expected ${where} to be an object of lists of origins.` }
  const csp: Record<string, readonly string[]> = {}
  for (const [name, origins] of Object.entries(input)) {
    if (origins === undefined) continue
    const word = WORDS.find((candidate) => namesOf(candidate, 'any').includes(name))
    if (word === undefined)
      return { problem: `${where} has no member '${name}'; it takes ${WORDS.flatMap((one) => namesOf(one, dialect)).join(', ')}.` }
    if (!namesOf(word, dialect).includes(name)) return { problem: `${where}.${name} is the other dialect's name${insteadOf(word, dialect)}.` }
    if (csp[word] !== undefined) return { problem: `${where} gives the same list twice, the second time as '${name}'. Keep one.` }
    if (!Array.isArray(origins)) return { problem: `expected ${where}.${name} to be a list of origins.` }
    const wrong: unknown = origins.find((origin) => !isOrigin(origin))
    if (wrong !== undefined) {
      return {
        problem: `expected ${where}.${name} to hold origins with scheme and nothing after the host, such as https://cdn.example.com, got '${typeof wrong === 'string' ? wrong : JSON.stringify(wrong)}'.`,
      }
    }
    csp[word] = origins
  }
  return { csp }
}

function namesOf(word: keyof ViewCsp, dialect: CspDialect): string[] {
  const [standard, openai] = SPELLINGS[word]
  const names = dialect === 'standard' ? [standard] : dialect === 'openai' ? [openai] : [word, standard, openai]
  return names.filter((name) => name !== null)
}

function insteadOf(word: keyof ViewCsp, dialect: CspDialect): string {
  const [name] = namesOf(word, dialect)
  return name === undefined ? ', which has no such list' : `; write '${name}'`
}

/** One `*` as the leftmost label is allowed, as the platforms allow it. */
export function isOrigin(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const concrete = value.replace('://*.', '://any.')
  return !/[\s;,'"*]/.test(concrete) && URL.canParse(concrete) && `${new URL(concrete).protocol}//${new URL(concrete).host}` === concrete
}
