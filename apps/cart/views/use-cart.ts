import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { SyncChannel } from '@lockstep/sync'
import { useAnnounce, useCallTool, useSyncedDocument, useViewState } from '@lockstep/react'
import { cartSpec } from '../shared/cart-spec.ts'
import { createBackendAccess } from './backend-access.ts'
import { backendChannel, toolChannel } from './cart-channel.ts'
import { readCartResult, type CartData } from './cart-data.ts'
import { addItem, adjustQuantity, clearCart, quantityOf, setQuantity } from './cart-edits.ts'
import { interact, type CartChange } from './cart-interaction.ts'
import { addListedProducts, mergeCatalogue, productOf } from './catalogue.ts'
import { capText } from './change-text.ts'
import { cartModelState } from './model-summary.ts'
import { useCartTool } from './cart-tools.ts'
import type { SeenSnapshot } from './read-snapshot.ts'
import { useCatalogue, type Learn } from './use-catalogue.ts'

/** The cart as the view renders it, and what a person can do to it. All functions keep their identity. */
export function useCart(data: CartData, cartId: string) {
  const { catalogue, learn } = useCatalogue(data)
  const channel = useChannel(data, cartId, learn)
  const spec = useMemo(() => cartSpec((lineId) => productOf(catalogue, lineId).cap), [catalogue])
  const [fetched, setFetched] = useState<SeenSnapshot | null>(null)
  const document = useSyncedDocument({ spec, documentId: cartId, snapshot: fetched ?? data.snapshot, channel })
  const [, setViewState] = useViewState({ private: {}, model: {} })
  const [hasEdited, setEdited] = useState(false)
  const [capNotice, setCapNotice] = useState<string | null>(null)
  const announce = useAnnounce()
  const { value } = document
  const revision = document.revision === 0 ? null : document.revision

  const latest = useRef({ document, catalogue, revision })
  useLayoutEffect(() => {
    latest.current = { document, catalogue, revision }
  })
  // the model's half follows each answer of the server, but a view that nobody touched writes nothing
  useEffect(() => {
    if (hasEdited) setViewState({ model: cartModelState(cartId, revision, value, catalogue) })
  }, [hasEdited, cartId, revision, value, catalogue, setViewState])

  const change = useCallback(
    (next: CartChange): boolean => {
      const { document: shown, catalogue: known, revision: seen } = latest.current
      setEdited(true)
      return interact(
        {
          readValue: () => shown.value,
          ensureCartId: () => cartId,
          setViewState: (id, then) => setViewState({ model: cartModelState(id, seen, then, known) }),
          sync: shown.edit,
        },
        next,
      )
    },
    [cartId, setViewState],
  )
  /** Says what a line came to, or what the shop's limit made of it. */
  const tell = useCallback(
    (lineId: string, wanted: number) => {
      const { name, cap } = productOf(latest.current.catalogue, lineId)
      const notice = wanted > cap ? capText(name, cap) : null
      setCapNotice(notice)
      announce(notice ?? (wanted <= 0 ? `${name} removed.` : `${name}: ${wanted}.`))
    },
    [announce],
  )
  const setLine = useCallback(
    (lineId: string, wanted: number) => {
      change((before) => setQuantity(before, lineId, wanted, productOf(latest.current.catalogue, lineId).cap))
      tell(lineId, wanted)
    },
    [change, tell],
  )
  const adjustLine = useCallback(
    (lineId: string, delta: number) => {
      const wanted = quantityOf(latest.current.document.value, lineId) + delta
      change((before) => adjustQuantity(before, lineId, delta, productOf(latest.current.catalogue, lineId).cap))
      tell(lineId, wanted)
    },
    [change, tell],
  )
  const add = useCallback(
    (lineId: string) => {
      const wanted = quantityOf(latest.current.document.value, lineId) + 1
      const { cap } = productOf(latest.current.catalogue, lineId)
      if (change((before) => addItem(before, lineId, cap)) || wanted > cap) tell(lineId, wanted)
      else announce('The cart is full.')
    },
    [change, tell, announce],
  )
  const clear = useCallback(() => {
    setCapNotice(null)
    if (change(clearCart)) announce('Cart cleared. Undo brings it back.')
  }, [change, announce])
  const undo = useCallback(() => {
    setCapNotice(null)
    if (latest.current.document.undo()) announce('Last change undone.')
  }, [announce])
  const apply = useCallback(
    (next: CartChange, said: string) => {
      if (change(next)) announce(said)
    },
    [change, announce],
  )
  const dismiss = useCallback(() => {
    setCapNotice(null)
    latest.current.document.dismiss()
  }, [])
  const refresh = useCallback(() => {
    channel.fetchSnapshot(cartId).then(
      (snapshot) => snapshot !== null && setFetched({ changes: [], ...snapshot }),
      // the next poll asks again
      () => undefined,
    )
  }, [channel, cartId])

  return { document, catalogue, spec, hasEdited, capNotice, setLine, adjustLine, add, clear, undo, apply, dismiss, refresh }
}

export type CartModel = ReturnType<typeof useCart>

/** The road the server named. Whatever comes back on it may name products the view has not met. */
function useChannel({ transport, backendUrl, token }: CartData, cartId: string, learn: Learn): SyncChannel {
  const callTool = useCallTool()
  const getAccess = useCartTool('cart_access')
  const access = useMemo(() => createBackendAccess(async () => readCartResult((await getAccess({ cartId })).raw).token), [getAccess, cartId])
  useLayoutEffect(() => access.offer(token), [access, token])
  return useMemo(() => {
    if (transport === 'http') return backendChannel({ backendUrl, access }, (items) => learn((known) => addListedProducts(known, items)))
    return toolChannel(callTool, (result) => learn((known) => mergeCatalogue(known, readCartResult(result).catalogue)))
  }, [transport, backendUrl, access, callTool, learn])
}
