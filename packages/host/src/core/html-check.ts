import { defaultTreeAdapter, ErrorCodes, parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5'
import type { DocumentProblem } from '../api/host-state.ts'

/** Characters of HTML that are checked; a larger document is taken as it is, because the check would hold the host up. */
const CHECKED_MAX_CHARS = 3_000_000
/** Problems kept. */
const PROBLEMS_MAX = 5

/** After these, the rest of the document is swallowed: by a tag, a comment or a script that never ends. */
const FATAL: ReadonlySet<ErrorCodes> = new Set([
  ErrorCodes.eofInElementThatCanContainOnlyText,
  ErrorCodes.eofInTag,
  ErrorCodes.eofInComment,
  ErrorCodes.eofInScriptHtmlCommentLikeText,
])

/**
 * What a parser by the HTML standard finds wrong, the worst first; empty = well formed. Lines and columns count from 1.
 * @see WHATWG HTML, section 13.2.2 (checked 2026-11-21)
 */
export function checkHtml(html: string): DocumentProblem[] {
  if (html.length > CHECKED_MAX_CHARS) return []
  const errors: ParserError[] = []
  const document = parse(html, { onParseError: (error) => errors.push(error), sourceCodeLocationInfo: true })
  return errors
    .map((error) => ({ code: error.code, ...placeOf(error, document), isFatal: FATAL.has(error.code) }))
    .toSorted((a, b) => Number(b.isFatal) - Number(a.isFatal))
    .slice(0, PROBLEMS_MAX)
}

/** Where to look: an element that never ends is found at its beginning, not at the end of the document. */
function placeOf(error: ParserError, document: DefaultTreeAdapterTypes.Document): { line: number; column: number } {
  const start = error.code === ErrorCodes.eofInElementThatCanContainOnlyText ? lastElement(document)?.sourceCodeLocation : null
  return { line: start?.startLine ?? error.startLine, column: start?.startCol ?? error.startCol }
}

function lastElement(parent: DefaultTreeAdapterTypes.ParentNode): DefaultTreeAdapterTypes.Element | null {
  // A body that the parser made up after an unclosed element of the head is empty.
  for (const child of parent.childNodes.toReversed()) {
    if (!defaultTreeAdapter.isElementNode(child)) continue
    const inner = lastElement(child)
    if (inner !== null) return inner
    if (child.sourceCodeLocation) return child
  }
  return null
}
