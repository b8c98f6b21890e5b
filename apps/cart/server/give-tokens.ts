import { DOCUMENT_META, isReply, type App } from '@lockstep/server'

/**
 * The app's tools that have a view give that view leave to write their cart by HTTP. Only in `_meta`, which no model sees, and only there: the
 * other tools' results go to a model alone.
 */
export function giveTokens(app: App, mint: (cartId: string) => string): void {
  app.around(async ({ options }, next) => {
    const answer = await next()
    if (options.view === undefined || !isReply(answer)) return answer
    const document = answer.private?.[DOCUMENT_META]
    if (typeof document !== 'object' || document === null) return answer
    const cartId: unknown = Reflect.get(document, 'documentId')
    if (typeof cartId !== 'string') return answer
    return { ...answer, private: { ...answer.private, [DOCUMENT_META]: { ...document, token: mint(cartId) } } }
  })
}
