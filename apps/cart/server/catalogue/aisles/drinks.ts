import { aisle } from '../family.ts'

export const drinks = aisle('Drinks', [
  {
    id: 'coffee',
    names: ['coffee', 'coffees'],
    goesWith: ['milk', 'sugar', 'cookies', 'plant-milk'],
    skus: [
      ['ground-250g', 'Ground coffee', '250 g', 549, 60, 8, 'filter'],
      ['beans-500g', 'Whole coffee beans', '500 g', 999, 35, 6, 'bean', 'espresso'],
      ['instant-100g', 'Instant coffee', '100 g', 499, 50, 8, 'soluble'],
      ['pods-10', 'Espresso pods', 'box of 10', 449, 45, 10, '=capsules'],
      ['decaf-250g', 'Decaf coffee', '250 g', 579, 25, 8, 'decaffeinated'],
    ],
  },
  {
    id: 'tea',
    names: ['tea', 'teas', 'tea bag', 'tea bags'],
    usual: 'breakfast-80',
    goesWith: ['milk', 'lemons', 'honey', 'cookies'],
    skus: [
      ['breakfast-80', 'Breakfast tea', 'box of 80', 399, 70, 8, 'black', 'english'],
      ['earl-grey-50', 'Earl Grey', 'box of 50', 349, 40, 8],
      ['green-20', 'Green tea', 'box of 20', 279, 40, 8],
      ['peppermint-20', 'Peppermint tea', 'box of 20', 279, 35, 8, 'mint', 'herbal'],
      ['chamomile-20', 'Chamomile tea', 'box of 20', 279, 30, 8, '=camomile', 'herbal'],
    ],
  },
  {
    id: 'juice',
    names: ['juice', 'juices', 'fruit juice'],
    goesWith: ['cereal', 'bread', 'water'],
    skus: [
      ['orange-1l', 'Orange juice', '1 l', 299, 70, 10, 'smooth', '=oj'],
      ['orange-bits-1l', 'Pressed orange with bits', '1 l', 349, 40, 10, 'pulp'],
      ['apple-1l', 'Apple juice', '1 l', 249, 60, 10, 'cloudy'],
      ['cranberry-1l', 'Cranberry juice drink', '1 l', 279, 30, 10],
      ['multi-6', 'Mixed fruit juice cartons', 'pack of 6', 329, 25, 8, 'lunchbox', 'small'],
    ],
  },
  {
    id: 'water',
    names: ['water', 'waters', 'mineral water', 'bottled water'],
    goesWith: ['lemons', 'limes', 'juice'],
    skus: [
      ['still-1500ml', 'Still water, 1.5 l', '1.5 l bottle', 89, 150, 24, 'flat'],
      ['still-6', 'Still water, 6 × 1.5 l', 'pack of 6', 449, 60, 8, 'flat'],
      ['sparkling-1l', 'Sparkling water, 1 l', '1 l bottle', 99, 120, 24, 'fizzy', 'carbonated', 'soda'],
      ['sparkling-12', 'Sparkling water, 12 cans', '12 cans of 330 ml', 549, 40, 6, 'fizzy', 'carbonated', '=seltzer'],
    ],
  },
  {
    id: 'soda',
    names: ['soda', 'sodas', 'soft drink', 'fizzy drink', 'pop'],
    goesWith: ['pizza', 'potato-chips', 'limes'],
    skus: [
      ['cola-1500ml', 'Cola, 1.5 l', '1.5 l bottle', 199, 90, 12, '=coke'],
      ['cola-6', 'Cola, 6 cans', '6 cans of 330 ml', 399, 70, 8, '=coke'],
      ['cola-zero-6', 'Sugar-free cola cans', '6 cans of 330 ml', 399, 60, 8, '=coke', 'diet', 'zero'],
      ['lemonade-1500ml', 'Lemonade', '1.5 l bottle', 179, 60, 12, 'lemon-lime'],
      ['ginger-ale-4', 'Ginger ale', '4 bottles of 200 ml', 349, 30, 8],
      ['tonic-1l', 'Tonic water', '1 l bottle', 169, 45, 10],
    ],
  },
])
