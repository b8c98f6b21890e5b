import { memo } from 'react'
import { pictureOf, productOf, type Catalogue } from './catalogue.ts'
import { Picture, PriceAndUnit } from './cart-line.tsx'
import { lineLabels } from './line-labels.ts'
import type { MoneyFormat } from './money.ts'

interface SuggestionsProps {
  title: string
  /** Product ids; the list stays as it was when one is added, so that the focus has a place to stay. */
  ids: readonly string[]
  catalogue: Catalogue
  money: MoneyFormat
  onAdd: (lineId: string) => void
}

/** Things to add with one click. */
export const Suggestions = memo(function Suggestions({ title, ids, catalogue, money, onAdd }: SuggestionsProps) {
  if (ids.length === 0) return null
  const labels = lineLabels(ids, catalogue)
  return (
    <section className="suggestions" aria-labelledby="suggestions-heading">
      <h3 id="suggestions-heading">{title}</h3>
      <ul>
        {ids.map((id) => {
          const product = productOf(catalogue, id)
          return (
            <li key={id} className="suggestion">
              <Picture url={pictureOf(catalogue, product.family)} name={product.name} />
              <div className="line-text">
                <span className="name">{product.name}</span>
                <PriceAndUnit price={product.price === null ? 'No price yet' : money(product.price)} unit={product.unit} />
              </div>
              <button
                type="button"
                className="small"
                data-focus-control="add"
                aria-label={`Add ${labels.get(id) ?? product.name}`}
                onClick={() => onAdd(id)}
              >
                Add
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
})
