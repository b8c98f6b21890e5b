/** One thing that can be bought. */
export interface Sku {
  /** `<family>-<variant>`: starts with a letter, then [a-z0-9-]. Never reused. */
  readonly id: string
  readonly family: string
  /** Unique in the catalogue. */
  readonly name: string
  /** What one unit is, as a person reads it: `box of 6`, `500 g`, `each`. */
  readonly unit: string
  /** Integer minor units (cents) of `currency`. */
  readonly price: number
  /** ISO 4217. */
  readonly currency: 'USD'
  /** Units on the shelf; 0 = sold out. */
  readonly stock: number
  readonly maxPerOrder: number
  /** More words that describe this variant beside its family's name. */
  readonly keywords: readonly string[]
  /** Nouns that mean this variant on their own. */
  readonly alsoCalled: readonly string[]
}

/** A product with its variants. */
export interface Family {
  readonly id: string
  readonly singular: string
  readonly plural: string
  /** Other names of the whole family, British and American. */
  readonly synonyms: readonly string[]
  readonly category: string
  /** Key of the family's drawing. */
  readonly picture: string
  /** What the bare name means; null when it means no variant in particular and the person has to be asked. */
  readonly defaultSku: string | null
  /** Families a person often buys with this one, the closest first. */
  readonly goesWith: readonly string[]
  readonly skus: readonly Sku[]
}

/** [variant, name, unit, price in cents, stock, most per order, more words]; a word with `=` before it means the variant on its own. */
export type SkuRow = readonly [string, string, string, number, number, number, ...string[]]

/** A family as the aisle tables write it; `usual` is the variant meant by the bare name. */
export interface FamilyRow {
  readonly id: string
  readonly names: readonly [singular: string, plural: string, ...synonyms: string[]]
  readonly usual?: string
  readonly goesWith: readonly string[]
  readonly skus: readonly SkuRow[]
}

/** The families of one aisle from its table. */
export function aisle(category: string, rows: readonly FamilyRow[]): Family[] {
  return rows.map((row) => {
    const [singular, plural, ...synonyms] = row.names
    return {
      id: row.id,
      singular,
      plural,
      synonyms,
      category,
      picture: row.id,
      defaultSku: row.usual === undefined ? null : `${row.id}-${row.usual}`,
      goesWith: row.goesWith,
      skus: row.skus.map((sku) => skuOf(row.id, sku)),
    }
  })
}

function skuOf(family: string, [variant, name, unit, price, stock, maxPerOrder, ...words]: SkuRow): Sku {
  const keywords = words.filter((word) => !word.startsWith('='))
  const alsoCalled = words.filter((word) => word.startsWith('=')).map((word) => word.slice(1))
  return { id: `${family}-${variant}`, family, name, unit, price, currency: 'USD', stock, maxPerOrder, keywords, alsoCalled }
}
