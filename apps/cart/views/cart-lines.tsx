import { memo } from 'react'
import type { DocumentValue } from '@lockstep/sync'
import { pictureOf, productOf, type Catalogue } from './catalogue.ts'
import { linesOf, quantityOf } from './cart-edits.ts'
import { CartLine } from './cart-line.tsx'
import { lineLabels } from './line-labels.ts'
import type { MoneyFormat } from './money.ts'

interface CartLinesProps {
  value: DocumentValue
  catalogue: Catalogue
  money: MoneyFormat
  onQuantity: (lineId: string, quantity: number) => void
  onAdjust: (lineId: string, delta: number) => void
}

/** All lines, in the order they were put in. */
export const CartLines = memo(function CartLines({ value, catalogue, money, onQuantity, onAdjust }: CartLinesProps) {
  const ids = Object.keys(linesOf(value))
  const labels = lineLabels(ids, catalogue)
  return (
    <ul className="lines">
      {ids.map((id) => {
        const { name, unit, price, was, cap, family } = productOf(catalogue, id)
        return (
          <CartLine
            key={id}
            lineId={id}
            name={name}
            unit={unit}
            price={price}
            was={was}
            cap={cap}
            picture={pictureOf(catalogue, family)}
            quantity={quantityOf(value, id)}
            note={String(value['notes']?.[id] ?? '')}
            label={labels.get(id) ?? name}
            money={money}
            onQuantity={onQuantity}
            onAdjust={onAdjust}
          />
        )
      })}
    </ul>
  )
})
