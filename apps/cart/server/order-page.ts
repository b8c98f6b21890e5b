import { familyById, pictureOf, skuById } from './catalogue/index.ts'
import type { Order } from './order.ts'
import { counted, money, totalsOf, type PricedLine } from './price.ts'

const STYLE = `
  :root { color-scheme: light dark; --ink: light-dark(#1d1f20, #ececec); --quiet: light-dark(#5d6265, #a9aeb1); --rule: light-dark(#e3e5e6, #3a3d3f); --page: light-dark(#fff, #1b1c1d) }
  body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
  main { max-width: 36rem; margin: 0 auto; padding: clamp(1.25rem, 5vw, 3rem) 1.25rem }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem } p { margin: 0 0 1.5rem; color: var(--quiet); overflow-wrap: anywhere }
  table { width: 100%; border-collapse: collapse } th { text-align: start; font-weight: 600; font-size: .875rem; color: var(--quiet) }
  td { overflow-wrap: anywhere } td, th { padding: .625rem 0; border-bottom: 1px solid var(--rule); vertical-align: top } .n { text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: normal; white-space: nowrap; padding-inline-start: 1rem }
  tfoot td { border: 0; font-weight: 600 } small { color: var(--quiet) } img { width: 2rem; height: 2rem; display: block; margin-inline-end: .75rem } .p { width: 1% }
`

/** A receipt as one page without scripts; every text from outside is escaped. */
export function orderPage(order: Order): string {
  const totals = totalsOf(order.lines)
  const placed = new Date(order.placedAt).toISOString().slice(0, 16).replace('T', ' ')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Your order</title><style>${STYLE}</style></head>
<body><main>
<h1>Order placed</h1>
<p>Order ${escapeHtml(order.orderId)}, ${placed} UTC. Nothing was charged: this shop is a demonstration.</p>
<table>
<thead><tr><td class="p"></td><th scope="col">Item</th><th scope="col" class="n">Quantity</th><th scope="col" class="n">Total</th></tr></thead>
<tbody>${order.lines.map(row).join('\n')}</tbody>
<tfoot><tr><td colspan="3">${counted(totals.units, 'item')}, before taxes and delivery</td><td class="n">${money(totals.subtotal)}</td></tr></tfoot>
</table>
</main></body></html>
`
}

function row(line: PricedLine): string {
  const family = skuById(line.id)?.family
  const picture =
    family === undefined || familyById(family) === undefined ? '' : `<img alt="" src="data:image/svg+xml,${encodeURIComponent(pictureOf(family))}">`
  const note = line.note === null ? '' : `<br><small>${escapeHtml(line.note)}</small>`
  const unit = line.unit === '' || line.name.endsWith(line.unit) ? '' : `<br><small>${escapeHtml(line.unit)}</small>`
  const total = line.lineTotal === null ? 'priced in the shop' : money(line.lineTotal)
  return `<tr><td class="p">${picture}</td><td>${escapeHtml(line.name)}${unit}${note}</td><td class="n">${line.quantity}</td><td class="n">${total}</td></tr>`
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
