import { aisle } from '../family.ts'

export const jarsAndCans = aisle('Jars, cans and bottles', [
  {
    id: 'olive-oil',
    names: ['olive oil', 'olive oils'],
    usual: 'extra-virgin-500ml',
    goesWith: ['garlic', 'tomatoes', 'pasta', 'bread'],
    skus: [
      ['extra-virgin-500ml', 'Extra virgin olive oil, 500 ml', '500 ml', 899, 60, 6],
      ['extra-virgin-1l', 'Extra virgin olive oil, 1 l', '1 l', 1599, 30, 4],
      ['mild-500ml', 'Mild olive oil', '500 ml', 749, 35, 6, 'light', 'cooking'],
      ['spray-200ml', 'Olive oil spray', '200 ml', 449, 25, 6],
    ],
  },
  {
    id: 'canned-tomatoes',
    names: ['canned tomato', 'canned tomatoes', 'tinned tomatoes', 'chopped tomatoes', 'can of tomatoes', 'tin of tomatoes'],
    usual: 'chopped-400g',
    goesWith: ['pasta', 'onions', 'garlic', 'beans'],
    skus: [
      ['chopped-400g', 'Chopped tomatoes, can', 'can of 400 g', 129, 140, 24, 'diced', 'tin'],
      ['plum-400g', 'Peeled plum tomatoes, can', 'can of 400 g', 139, 90, 24, 'whole', 'tin'],
      ['passata-500g', 'Tomato passata', '500 g', 179, 60, 12, 'sieved', 'puréed', '=sauce'],
      ['paste-200g', 'Tomato paste', '200 g', 149, 70, 12, 'purée', 'concentrate'],
      ['pasta-sauce-400g', 'Tomato and basil pasta sauce', 'jar of 400 g', 299, 45, 10, 'marinara'],
    ],
  },
  {
    id: 'beans',
    names: ['bean', 'beans', 'canned beans', 'tinned beans'],
    goesWith: ['rice', 'tortillas', 'canned-tomatoes', 'chilies'],
    skus: [
      ['baked-400g', 'Baked beans in tomato sauce', 'can of 400 g', 139, 110, 24, 'tin'],
      ['black-400g', 'Black beans', 'can of 400 g', 129, 80, 24, 'tin', 'turtle'],
      ['kidney-400g', 'Red kidney beans', 'can of 400 g', 129, 80, 24, 'tin'],
      ['cannellini-400g', 'Cannellini beans', 'can of 400 g', 139, 50, 24, 'tin', 'white'],
      ['chickpeas-400g', 'Chickpeas', 'can of 400 g', 129, 90, 24, 'tin', '=garbanzo', '=chick', 'peas'],
      ['green-300g', 'Fresh green beans', '300 g', 279, 40, 8, 'french', 'string', 'runner'],
    ],
  },
  {
    id: 'tuna',
    names: ['tuna', 'tunas', 'tuna fish'],
    usual: 'water-3',
    goesWith: ['mayonnaise', 'pasta', 'bread', 'cucumbers'],
    skus: [
      ['water-3', 'Tuna in spring water', '3 cans of 145 g', 449, 60, 10, 'brine', 'tin'],
      ['oil-3', 'Tuna in olive oil', '3 cans of 145 g', 529, 40, 10, 'tin'],
      ['steaks-2', 'Fresh tuna steaks', 'pack of 2', 1199, 10, 4],
    ],
  },
  {
    id: 'soy-sauce',
    names: ['soy sauce', 'soy sauces', 'soya sauce', 'shoyu'],
    usual: 'classic-150ml',
    goesWith: ['noodles', 'rice', 'tofu', 'broccoli'],
    skus: [
      ['classic-150ml', 'Classic soy sauce', '150 ml', 249, 55, 8, 'light'],
      ['low-salt-150ml', 'Reduced-salt soy sauce', '150 ml', 269, 35, 8, 'low', 'sodium', 'less'],
      ['dark-150ml', 'Dark soy sauce', '150 ml', 259, 25, 8],
      ['tamari-150ml', 'Tamari', '150 ml', 349, 18, 8, 'gluten', 'free'],
    ],
  },
  {
    id: 'ketchup',
    names: ['ketchup', 'ketchups', 'catsup', 'tomato ketchup'],
    usual: 'classic-460g',
    goesWith: ['fries', 'rolls', 'sausages', 'mayonnaise'],
    skus: [
      ['classic-460g', 'Tomato ketchup', '460 g', 299, 70, 8, '=sauce', 'red'],
      ['family-910g', 'Tomato ketchup, family size', '910 g', 499, 30, 6, 'large', 'big'],
      ['low-sugar-425g', 'Reduced-sugar ketchup', '425 g', 329, 25, 8, 'less', 'low'],
    ],
  },
  {
    id: 'mayonnaise',
    names: ['mayonnaise', 'mayonnaises', 'mayo'],
    usual: 'classic-400g',
    goesWith: ['tuna', 'fries', 'bread', 'eggs'],
    skus: [
      ['classic-400g', 'Classic mayonnaise', '400 g', 349, 60, 8, 'real'],
      ['light-400g', 'Light mayonnaise', '400 g', 349, 40, 8, 'reduced', 'low', 'fat'],
      ['vegan-350g', 'Vegan mayonnaise', '350 g', 379, 22, 8, 'plant', 'eggless'],
    ],
  },
  {
    id: 'honey',
    names: ['honey', 'honeys'],
    usual: 'clear-340g',
    goesWith: ['oats', 'yogurt', 'tea', 'bread'],
    skus: [
      ['clear-340g', 'Clear honey', '340 g', 449, 50, 8, 'runny', 'squeezy'],
      ['set-340g', 'Set honey', '340 g', 449, 30, 8, 'creamed', 'thick'],
      ['manuka-250g', 'Manuka honey', '250 g', 1899, 8, 2],
    ],
  },
  {
    id: 'jam',
    names: ['jam', 'jams', 'fruit spread', 'jelly', 'preserve'],
    goesWith: ['bread', 'butter', 'peanut-butter', 'yogurt'],
    skus: [
      ['strawberry-370g', 'Strawberry jam', '370 g', 299, 55, 8],
      ['raspberry-370g', 'Raspberry jam', '370 g', 299, 45, 8],
      ['apricot-370g', 'Apricot jam', '370 g', 299, 30, 8],
      ['marmalade-454g', 'Orange marmalade', '454 g', 329, 35, 8],
    ],
  },
  {
    id: 'peanut-butter',
    names: ['peanut butter', 'peanut butters', 'pb'],
    goesWith: ['jam', 'bread', 'bananas', 'apples'],
    skus: [
      ['smooth-340g', 'Smooth peanut butter', '340 g', 349, 55, 8, 'creamy'],
      ['crunchy-340g', 'Crunchy peanut butter', '340 g', 349, 50, 8, 'chunky'],
      ['natural-1kg', 'Natural peanut butter', '1 kg', 899, 14, 4, 'large', 'sugar', 'free'],
    ],
  },
])
