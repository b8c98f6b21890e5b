import { memo, useId, useState } from 'react'
import type { MoneyFormat } from './money.ts'
import { QuantityField } from './quantity-field.tsx'

export interface CartLineProps {
  lineId: string
  name: string
  unit: string
  /** Minor units; null = nobody set one. */
  price: number | null
  /** What it cost when it was added, if that was another price. */
  was: number | null
  /** Most units of this line. */
  cap: number
  /** `data:` URL, or null. */
  picture: string | null
  quantity: number
  note: string
  /** The name, made unique among the lines: what buttons and fields are called after. */
  label: string
  money: MoneyFormat
  /** Stable over renders, like `money`; all else is plain values: a line is drawn again only when it changed. */
  onQuantity: (lineId: string, quantity: number) => void
  onAdjust: (lineId: string, delta: number) => void
}

/** One line of the cart. */
export const CartLine = memo(function CartLine(line: CartLineProps) {
  const { lineId, name, unit, price, was, cap, picture, quantity, note, label, money, onQuantity, onAdjust } = line
  const isAtCap = quantity >= cap
  const [complaint, setComplaint] = useState<string | null>(null)
  const complaintId = useId()
  return (
    <li className="line" data-line={lineId} data-focus-row="">
      <Picture url={picture} name={name} />
      <div className="line-text">
        <span className="name">{name}</span>
        <PriceAndUnit price={price === null ? 'No price yet' : money(price)} was={was === null ? '' : money(was)} unit={unit} />
        {note === '' ? null : <span className="detail note">{note}</span>}
      </div>
      <div className="stepper">
        <button type="button" className="step" data-focus-control="less" aria-label={`One less of ${label}`} onClick={() => onAdjust(lineId, -1)}>
          −
        </button>
        <QuantityField
          label={label}
          quantity={quantity}
          cap={cap}
          onQuantity={(typed) => onQuantity(lineId, typed)}
          onComplaint={setComplaint}
          complaintId={complaint === null ? null : complaintId}
        />
        <button
          type="button"
          className="step"
          data-focus-control="more"
          aria-label={`One more of ${label}`}
          aria-disabled={isAtCap ? true : undefined}
          onClick={() => onAdjust(lineId, 1)}
        >
          +
        </button>
      </div>
      <span className="line-total">
        <bdi>{price === null ? '–' : money(price * quantity)}</bdi>
      </span>
      <button type="button" className="quiet remove" data-focus-control="remove" aria-label={`Remove ${label}`} onClick={() => onQuantity(lineId, 0)}>
        <span aria-hidden="true">×</span>
      </button>
      {complaint === null ? null : (
        <p className="complaint" id={complaintId} role="alert">
          {complaint}
        </p>
      )}
    </li>
  )
})

/** Each isolated, because digits and units may run the other way than the page. */
export function PriceAndUnit({ price, was = '', unit }: { price: string; was?: string; unit: string }) {
  return (
    <span className="detail">
      <bdi>{price}</bdi>
      {was === '' ? null : (
        <>
          {', was '}
          <bdi>{was}</bdi>
        </>
      )}
      {unit === '' ? null : (
        <>
          {' · '}
          <bdi>{unit}</bdi>
        </>
      )}
    </span>
  )
}

/** The name beside it says what it is, so the picture itself is silent; without one its first letter stands in. */
export function Picture({ url, name }: { url: string | null; name: string }) {
  if (url === null) {
    return (
      <span className="picture" aria-hidden="true">
        {[...name][0]}
      </span>
    )
  }
  return <img className="picture" src={url} alt="" width={48} height={48} decoding="async" />
}
