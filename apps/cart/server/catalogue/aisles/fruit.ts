import { aisle } from '../family.ts'

export const fruit = aisle('Fruit', [
  {
    id: 'apples',
    names: ['apple', 'apples'],
    usual: 'gala-1kg',
    goesWith: ['peanut-butter', 'oats', 'cheese', 'yogurt'],
    skus: [
      ['gala-1kg', 'Gala apples', '1 kg', 349, 80, 10, 'red'],
      ['granny-smith-1kg', 'Granny Smith apples', '1 kg', 379, 60, 10, 'green', 'cooking'],
      ['pink-lady-4', 'Pink Lady apples', 'pack of 4', 329, 45, 10],
      ['honeycrisp-each', 'Honeycrisp apple, single', 'each', 99, 120, 24, 'one', 'loose'],
    ],
  },
  {
    id: 'bananas',
    names: ['banana', 'bananas'],
    usual: 'bunch-5',
    goesWith: ['oats', 'yogurt', 'peanut-butter', 'milk'],
    skus: [
      ['bunch-5', 'Bananas, bunch of 5', 'bunch of 5', 149, 150, 12],
      ['organic-5', 'Organic bananas', 'pack of 5', 209, 60, 12],
      ['single', 'Banana, single', 'each', 32, 200, 30, 'one', 'loose'],
    ],
  },
  {
    id: 'oranges',
    names: ['orange', 'oranges'],
    usual: 'navel-5',
    goesWith: ['yogurt', 'chocolate', 'salmon'],
    skus: [
      ['navel-5', 'Navel oranges', 'net of 5', 399, 70, 10],
      ['juicing-2kg', 'Juicing oranges', '2 kg', 599, 30, 6],
      ['mandarins-600g', 'Easy-peel mandarins', '600 g', 349, 55, 10, '=clementine', '=tangerine', '=satsuma'],
      ['blood-4', 'Blood oranges', 'pack of 4', 449, 12, 6],
    ],
  },
  {
    id: 'lemons',
    names: ['lemon', 'lemons'],
    usual: 'single',
    goesWith: ['salmon', 'honey', 'tea', 'garlic'],
    skus: [
      ['single', 'Lemon, single', 'each', 59, 140, 24, 'one', 'loose'],
      ['net-4', 'Lemons, net of 4', 'net of 4', 199, 60, 10],
      ['organic-3', 'Organic unwaxed lemons', 'pack of 3', 249, 35, 10],
    ],
  },
  {
    id: 'limes',
    names: ['lime', 'limes'],
    usual: 'single',
    goesWith: ['avocados', 'cilantro', 'chilies', 'tortillas'],
    skus: [
      ['single', 'Lime, single', 'each', 49, 140, 24, 'one', 'loose'],
      ['net-5', 'Limes, net of 5', 'net of 5', 199, 50, 10],
      ['key-450g', 'Key limes', '450 g', 399, 14, 5],
    ],
  },
  {
    id: 'grapes',
    names: ['grape', 'grapes'],
    goesWith: ['cheese', 'apples', 'yogurt'],
    skus: [
      ['red-500g', 'Red seedless grapes', '500 g', 399, 45, 8],
      ['green-500g', 'Green seedless grapes', '500 g', 399, 50, 8, 'white'],
      ['black-500g', 'Black seedless grapes', '500 g', 429, 25, 8],
      ['cotton-candy-400g', 'Cotton Candy grapes', '400 g', 599, 9, 4, 'sweet'],
    ],
  },
  {
    id: 'berries',
    names: ['berry', 'berries'],
    goesWith: ['yogurt', 'cream', 'oats', 'cereal'],
    skus: [
      ['strawberries-400g', 'Strawberries', '400 g', 449, 60, 8],
      ['blueberries-250g', 'Blueberries', '250 g', 399, 55, 8],
      ['raspberries-150g', 'Raspberries', '150 g', 379, 40, 8],
      ['blackberries-150g', 'Blackberries', '150 g', 349, 25, 8, '=brambles'],
      ['frozen-mix-500g', 'Frozen mixed berries', '500 g', 549, 35, 6],
    ],
  },
  {
    id: 'avocados',
    names: ['avocado', 'avocados', 'avocado pear'],
    usual: 'single',
    goesWith: ['limes', 'cilantro', 'tortillas', 'tomatoes'],
    skus: [
      ['single', 'Avocado, single', 'each', 129, 160, 24, 'one', 'loose', 'hass'],
      ['ripe-2', 'Ripe and ready avocados', 'pack of 2', 299, 60, 10],
      ['bag-5', 'Avocados, bag of 5', 'bag of 5', 549, 40, 6],
      ['organic-3', 'Organic avocados', 'pack of 3', 499, 20, 6],
    ],
  },
])
