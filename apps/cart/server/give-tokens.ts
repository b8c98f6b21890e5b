import { DOCUMENT_META, type App } from '@lockstep/server'

/**
 * The app, its tools that have a view made to give that view leave to write their cart by HTTP. Only in `_meta`, which no model sees, and only
 * there: the other tools' results go to a model alone.
 */
export function giveTokens(app: App, mint: (cartId: string) => string): App {
  return {
    ...app,
    tool: (name, options, handler) => {
      if (options.view === undefined) return app.tool(name, options, handler)
      return app.tool(name, options, async (input, context) => {
        const answer = await handler(input, context)
        const document: unknown = answer.private === undefined ? undefined : Reflect.get(answer.private, DOCUMENT_META)
        if (typeof document !== 'object' || document === null) return answer
        const cartId: unknown = Reflect.get(document, 'documentId')
        if (typeof cartId !== 'string') return answer
        return { ...answer, private: Object.assign({}, answer.private, { [DOCUMENT_META]: { ...document, token: mint(cartId) } }) }
      })
    },
  }
}
