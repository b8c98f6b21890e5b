import { useCallback, useMemo, useState } from 'react'
import { Announcer, useView, type ToolResult } from '@lockstep/react'
import { readCartResult } from './cart-data.ts'
import { CartError } from './cart-error.tsx'
import { isUnanswered, useCartTool } from './cart-tools.ts'
import { chooseCartId } from './cart-id.ts'
import { CartSkeleton } from './cart-skeleton.tsx'
import { CartView } from './cart-view.tsx'
import { record, text } from './unknown-json.ts'

const NO_RESULT: ToolResult = { content: [] }
const NO_ANSWER: ToolResult = { content: [{ type: 'text', text: 'The shop did not answer.' }], isError: true }

/** The whole view: waiting, failed, or a cart. `mintId` makes the id of a cart that the person starts. */
export function CartApp({ mintId }: { mintId: () => string }) {
  const view = useView()
  const [ownId] = useState(mintId)
  const { result, isRetrying, retry } = useOpenedResult()
  const data = useMemo(() => (result === null || result.isError === true ? null : readCartResult(result)), [result])
  const cartId = chooseCartId(data?.cartId ?? null, view.viewState.model?.['cartId'], () => ownId)
  return (
    <>
      {result === null ? (
        <CartSkeleton />
      ) : data === null ? (
        <CartError reason={text(record(result.content[0])['text'])} isRetrying={isRetrying} onRetry={retry} />
      ) : (
        <CartView key={cartId} data={data} cartId={cartId} />
      )}
      <Announcer />
    </>
  )
}

/** The newest of what the host brought and what a retry fetched; an empty cart where there is no host to wait for. */
function useOpenedResult(): { result: ToolResult | null; isRetrying: boolean; retry: () => void } {
  const { toolResult, toolResultCount, connection, isToolCancelled, toolInput, viewState } = useView()
  const getCart = useCartTool('get_cart')
  const [isRetrying, setRetrying] = useState(false)
  const [fetched, setFetched] = useState<{ result: ToolResult; count: number } | null>(null)
  const cartId = text(viewState.model?.['cartId']) ?? text(toolInput?.['cartId'])

  const retry = useCallback(() => {
    setRetrying(true)
    void getCart(cartId === null ? {} : { cartId }).then(({ raw, failure }) => {
      setFetched({ result: failure !== null && isUnanswered(failure) ? NO_ANSWER : raw, count: toolResultCount })
      setRetrying(false)
    })
  }, [getCart, cartId, toolResultCount])

  if (fetched !== null && fetched.count === toolResultCount) return { result: fetched.result, isRetrying, retry }
  const isAlone = connection === 'standalone' || isToolCancelled
  return { result: toolResult ?? (isAlone ? NO_RESULT : null), isRetrying, retry }
}
