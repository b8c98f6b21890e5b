import { reply, type App } from '@lockstep/server'
import { describeChoices } from '../cart-words.ts'
import { resolveProduct, searchProducts } from '../catalogue/index.ts'
import { cleanText } from '../clean-text.ts'
import { SEARCH_RESULTS_MAX } from '../limits.ts'
import { CURRENCY } from '../price.ts'
import { choicesOf } from '../product-choices.ts'
import { searchOutput } from '../answer-schemas.ts'
import { searchInput } from '../schemas.ts'
import type { Shop } from '../shop.ts'

export function addSearchProducts(app: App, shop: Shop) {
  return app.tool(
    'search_products',
    {
      title: 'Search the shop',
      description: 'Use this when the person asks what the shop has, or for a price, or when a name may mean several products. It changes nothing.',
      effect: 'read',
      input: searchInput,
      output: searchOutput,
      status: ['Searching the shop…', 'Search done'],
    },
    ({ query, limit }) => {
      const asked = cleanText(query)
      const found = searchProducts(asked, { limit: Math.min(limit, SEARCH_RESULTS_MAX) }).map((match) => match.sku)
      const meant = resolveProduct(asked)
      const products = choicesOf(found, shop, limit)
      const question = meant.kind === 'ambiguous' ? `“${asked}” fits several products. Ask which one is meant.` : undefined
      const list = products.length === 0 ? `The shop has nothing like “${asked}”.` : `Found ${describeChoices(products)}`
      return reply({
        model: { products, currency: CURRENCY, ...(question === undefined ? {} : { question }) },
        text: question === undefined ? list : `${list} Several of these fit “${asked}”: which one is meant?`,
      })
    },
  )
}
