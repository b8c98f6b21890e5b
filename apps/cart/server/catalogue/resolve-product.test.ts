import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAMILIES, familyById, resolveProduct, SKUS, type Resolution } from './index.ts'
import { CANDIDATES_MAX, NEAREST_MAX } from './resolve-product.ts'

/** One line per phrase: the id meant, `? id …` for a question that must start so, or `-` for unknown. */
const SPOKEN = `
eggs                        eggs-free-range-6
Egg                         eggs-free-range-6
free range eggs             ? eggs-free-range-6 eggs-free-range-12
a dozen free-range eggs     eggs-free-range-12
Free-range eggs, 12         eggs-free-range-12
milk                        milk-whole-1l
a carton of milk            milk-whole-1l
whole milk                  ? milk-whole-1l milk-whole-2l
whole milk 1 litre          milk-whole-1l
2 liters of whole milk      milk-whole-2l
oat milk                    plant-milk-oat-1l
organic milk                -
avocado                     avocados-single
AVOCADOS                    avocados-single
avacado                     avocados-single
courgettes                  zucchini-single
zuchini                     zucchini-single
aubergine                   eggplants-globe
coriander                   cilantro-bunch
cilantro                    cilantro-bunch
ground coriander            cilantro-seeds-40g
limes                       limes-single
red onion                   onions-red-single
scallions                   onions-green-bunch
jalapeno                    chilies-jalapeno-single
clove of garlic             garlic-bulb
salt                        salt-fine-500g
tomatos                     tomatoes-vine-500g
can of tomatoes             canned-tomatoes-chopped-400g
pepper                      ? bell-peppers-mixed-3 black-pepper-ground-50g
red pepper                  bell-peppers-red-single
chips                       ? potato-chips-salted-150g fries-straight-1kg
french fries                fries-straight-1kg
beans                       ? beans-baked-400g
black beans                 beans-black-400g
coffee beans                coffee-beans-500g
yoghurt                     yogurt-plain-500g
Greek yogurt                yogurt-greek-500g
cheese                      ? cheese-cheddar-350g
cream cheese                cheese-cream-180g
ice cream                   ? ice-cream-vanilla-900ml
butter                      butter-salted-250g
peanut butter               ? peanut-butter-smooth-340g
bread                       bread-white-sliced
wholemeal bread             bread-wholewheat-sliced
brocolli                    broccoli-crown
bread and butter            ? butter-salted-250g bread-white-sliced
diet coke                   soda-cola-zero-6
batter                      -
money                       -
unicorn steaks              -
vinegar                     -
basil                       -
almonds                     -
spring water                -
vegan                       -
rocket                      lettuce-arugula-100g
granny smith                apples-granny-smith-1kg
cheddar                     cheese-cheddar-350g
sourdough                   bread-sourdough
hot dogs                    ? rolls-hot-dog-6 sausages-frankfurters-10
mince                       ? beef-lean-ground-500g chicken-ground-450g beef-ground-500g
half a kilo of vine tomato  tomatoes-vine-500g
steak                       ? beef-ribeye-250g beef-sirloin-250g
oil                         ? olive-oil-extra-virgin-500ml
2 unicorns                  -
`
  .trim()
  .split('\n')
  .map((row): [string, string] => [row.slice(0, 28).trim(), row.slice(28).trim()])

function told(resolution: Resolution): string {
  if (resolution.kind === 'one') return resolution.sku.id
  return resolution.kind === 'unknown' ? '-' : `? ${resolution.candidates.map((sku) => sku.id).join(' ')}`
}

describe('resolveProduct', () => {
  it.each(SPOKEN)('understands "%s" as %s', (phrase, meaning) => {
    const answer = told(resolveProduct(phrase))
    if (meaning.startsWith('?')) expect(`${answer} `.startsWith(`${meaning} `), answer).toBe(true)
    else expect(answer).toBe(meaning)
  })

  it('takes every id and every display name as exactly that SKU', () => {
    for (const sku of SKUS) {
      expect(told(resolveProduct(sku.id))).toBe(sku.id)
      expect(told(resolveProduct(sku.name)), sku.name).toBe(sku.id)
      expect(told(resolveProduct(`  ${sku.name.toUpperCase()} `)), sku.name).toBe(sku.id)
    }
  })

  it('takes the bare names of a family as its default, and asks where there is none', () => {
    for (const family of FAMILIES) {
      for (const name of [family.singular, family.plural]) {
        const resolution = resolveProduct(name)
        if (family.defaultSku !== null) expect(told(resolution), name).toBe(family.defaultSku)
        else expect(resolution.kind, name).toBe('ambiguous')
      }
    }
  })

  it('never settles on a SKU that a word of the name speaks against', () => {
    const kinds = ['organic', 'frozen', 'smoked', 'vegan', 'green', 'whole', 'sparkling', 'strawberry', 'unobtainable']
    for (const family of FAMILIES) {
      for (const kind of kinds) {
        const resolution = resolveProduct(`${kind} ${family.plural}`)
        const { sku } = resolution.kind === 'one' ? resolution : { sku: null }
        const described = sku === null ? kind : `${sku.name} ${sku.keywords.join(' ')} ${familyById(sku.family)?.plural ?? ''}`.toLowerCase()
        expect(described.replace('strawberries', 'strawberry'), `${kind} ${family.plural}`).toContain(kind)
      }
    }
  })

  it('offers what comes near an unknown name', () => {
    const resolution = resolveProduct('organic milk')
    expect(resolution.kind === 'unknown' && resolution.nearest.map((sku) => sku.id)).toContain('milk-whole-1l')
    expect(resolveProduct('qqqqqq')).toEqual({ kind: 'unknown', nearest: [] })
  })

  it('reads through invisible characters and ignores what is beyond the length limit', () => {
    expect(told(resolveProduct('\u202Eeg\u200Bgs\u0000\n'))).toBe('eggs-free-range-6')
    expect(told(resolveProduct(`eggs${' '.repeat(300)}unicorn`))).toBe('eggs-free-range-6')
    expect(resolveProduct('x'.repeat(10_000)).kind).toBe('unknown')
    expect(resolveProduct('').kind).toBe('unknown')
    expect(resolveProduct('__proto__ constructor toString').kind).toBe('unknown')
  })

  it('answers every string, the same each time, within its limits', () => {
    const vocabulary = fc.constantFrom(
      ...SKUS.flatMap((sku) => [...sku.name.split(' '), ...sku.keywords]),
      'of',
      'can',
      '6',
      '500',
      'g',
      'dozen',
      '\uD800',
      '\u202E',
    )
    const phrase = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(vocabulary, { maxLength: 20 }).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(phrase, (text) => {
        const resolution = resolveProduct(text)
        expect(resolveProduct(text)).toEqual(resolution)
        if (resolution.kind === 'ambiguous') {
          const ids = resolution.candidates.map((sku) => sku.id)
          expect(ids.length).toBeGreaterThan(1)
          expect(ids.length).toBeLessThanOrEqual(CANDIDATES_MAX)
          expect(new Set(ids).size).toBe(ids.length)
        }
        if (resolution.kind === 'unknown') expect(resolution.nearest.length).toBeLessThanOrEqual(NEAREST_MAX)
      }),
      { numRuns: 1500 },
    )
  }, 30_000)
})
