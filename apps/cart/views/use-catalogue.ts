import { useCallback, useState } from 'react'
import type { CartData } from './cart-data.ts'
import { mergeCatalogue, type Catalogue } from './catalogue.ts'

/** Takes in more about the products; answering the catalogue it was given means there was nothing new. */
export type Learn = (more: (known: Catalogue) => Catalogue) => void

/** What is known of the products: each result adds to it. `learn` is stable. */
export function useCatalogue(data: CartData): { catalogue: Catalogue; learn: Learn } {
  const [known, setKnown] = useState({ data, catalogue: data.catalogue })
  if (known.data !== data) setKnown({ data, catalogue: mergeCatalogue(known.catalogue, data.catalogue) })
  const learn = useCallback<Learn>((more) => {
    setKnown((before) => {
      const catalogue = more(before.catalogue)
      return catalogue === before.catalogue ? before : { ...before, catalogue }
    })
  }, [])
  return { catalogue: known.catalogue, learn }
}
