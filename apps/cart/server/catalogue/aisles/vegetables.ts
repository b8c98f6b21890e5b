import { aisle } from '../family.ts'

export const vegetables = aisle('Vegetables', [
  {
    id: 'potatoes',
    names: ['potato', 'potatoes', 'spuds'],
    usual: 'all-rounder-2kg',
    goesWith: ['butter', 'sausages', 'onions', 'cream'],
    skus: [
      ['all-rounder-2kg', 'All-rounder potatoes', '2 kg', 399, 90, 8, 'white', 'all-purpose'],
      ['baby-1kg', 'Baby potatoes', '1 kg', 299, 60, 8, 'new', 'small'],
      ['russet-2kg', 'Russet potatoes', '2 kg', 449, 45, 8, 'baking', 'jacket'],
      ['sweet-1kg', 'Sweet potatoes', '1 kg', 349, 55, 8, '=yams'],
    ],
  },
  {
    id: 'onions',
    names: ['onion', 'onions'],
    usual: 'yellow-1kg',
    goesWith: ['garlic', 'beef', 'canned-tomatoes', 'carrots'],
    skus: [
      ['yellow-1kg', 'Yellow onions', '1 kg', 199, 110, 10, 'brown'],
      ['red-single', 'Red onion, single', 'each', 69, 120, 20, 'one', 'purple'],
      ['white-3', 'White onions', 'pack of 3', 189, 40, 10],
      ['green-bunch', 'Green onions', 'bunch', 119, 60, 10, '=scallions', 'spring'],
      ['shallots-400g', 'Shallots', '400 g', 249, 35, 8],
    ],
  },
  {
    id: 'garlic',
    names: ['garlic', 'garlics', 'garlic bulb'],
    usual: 'bulb',
    goesWith: ['onions', 'olive-oil', 'pasta', 'chicken'],
    skus: [
      ['bulb', 'Garlic bulb, single', 'each', 69, 180, 20, 'head', 'one', 'clove'],
      ['bulbs-4', 'Garlic bulbs, net of 4', 'net of 4', 199, 70, 10, 'clove'],
      ['peeled-150g', 'Peeled garlic cloves', '150 g', 299, 20, 6],
      ['puree-90g', 'Garlic purée', '90 g', 189, 30, 8, 'paste'],
    ],
  },
  {
    id: 'carrots',
    names: ['carrot', 'carrots'],
    usual: '1kg',
    goesWith: ['onions', 'potatoes', 'chicken'],
    skus: [
      ['1kg', 'Carrots, 1 kg', '1 kg', 149, 100, 10],
      ['bunch', 'Bunched carrots with tops', 'bunch', 249, 25, 8],
      ['baby-300g', 'Baby carrots', '300 g', 199, 55, 10, 'snack'],
      ['organic-700g', 'Organic carrots', '700 g', 219, 30, 10],
    ],
  },
  {
    id: 'broccoli',
    names: ['broccoli', 'broccolis'],
    usual: 'crown',
    goesWith: ['soy-sauce', 'chicken', 'noodles', 'tofu'],
    skus: [
      ['crown', 'Broccoli crown', 'each', 219, 70, 10, 'head'],
      ['florets-350g', 'Broccoli florets', '350 g', 279, 40, 8, 'cut'],
      ['tenderstem-200g', 'Tenderstem broccoli', '200 g', 349, 20, 8, '=broccolini'],
      ['frozen-900g', 'Frozen broccoli florets', '900 g', 349, 30, 6],
    ],
  },
  {
    id: 'zucchini',
    names: ['zucchini', 'zucchinis', 'courgette', 'baby marrow'],
    usual: 'single',
    goesWith: ['eggplants', 'tomatoes', 'olive-oil', 'pasta'],
    skus: [
      ['single', 'Zucchini, single', 'each', 99, 70, 15, 'one', 'green'],
      ['pack-3', 'Zucchini, pack of 3', 'pack of 3', 249, 40, 8],
      ['yellow-single', 'Yellow zucchini', 'each', 119, 20, 10],
      ['noodles-250g', 'Spiralized zucchini', '250 g', 329, 15, 6, '=zoodles', 'spirals'],
    ],
  },
  {
    id: 'eggplants',
    names: ['eggplant', 'eggplants', 'aubergine', 'brinjal'],
    usual: 'globe',
    goesWith: ['zucchini', 'garlic', 'canned-tomatoes', 'yogurt'],
    skus: [
      ['globe', 'Globe eggplant', 'each', 199, 45, 10],
      ['japanese-2', 'Japanese eggplants', 'pack of 2', 299, 18, 8],
      ['baby-300g', 'Baby eggplants', '300 g', 279, 15, 8],
    ],
  },
  {
    id: 'mushrooms',
    names: ['mushroom', 'mushrooms'],
    usual: 'white-250g',
    goesWith: ['cream', 'beef', 'garlic', 'pasta'],
    skus: [
      ['white-250g', 'White mushrooms', '250 g', 219, 70, 10, 'button', 'closed', 'cup'],
      ['chestnut-250g', 'Chestnut mushrooms', '250 g', 249, 45, 10, '=cremini', 'brown'],
      ['portobello-2', 'Portobello mushrooms', 'pack of 2', 299, 30, 8, 'flat', 'large', '=portobello'],
      ['shiitake-125g', 'Shiitake mushrooms', '125 g', 379, 15, 6, '=shiitake'],
    ],
  },
])
