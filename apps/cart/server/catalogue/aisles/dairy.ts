import { aisle } from '../family.ts'

export const dairy = aisle('Dairy and eggs', [
  {
    id: 'eggs',
    names: ['egg', 'eggs', 'hen eggs'],
    usual: 'free-range-6',
    goesWith: ['bread', 'bacon', 'butter', 'milk'],
    skus: [
      ['free-range-6', 'Free-range eggs, 6', 'box of 6', 329, 90, 12],
      ['free-range-12', 'Free-range eggs, 12', 'box of 12', 599, 70, 8],
      ['organic-6', 'Organic eggs, 6', 'box of 6', 449, 40, 10],
      ['large-30', 'Large eggs, tray of 30', 'tray of 30', 1149, 15, 3],
      ['whites-500g', 'Liquid egg whites', '500 g', 499, 20, 6],
      ['quail-18', 'Quail eggs', 'box of 18', 729, 6, 4],
    ],
  },
  {
    id: 'milk',
    names: ['milk', 'milks', 'cow milk', 'dairy milk'],
    usual: 'whole-1l',
    goesWith: ['cereal', 'coffee', 'tea', 'cookies'],
    skus: [
      ['whole-1l', 'Whole milk, 1 l', '1 l', 179, 120, 12, 'full', 'fat'],
      ['whole-2l', 'Whole milk, 2 l', '2 l', 319, 80, 8, 'full', 'fat'],
      ['semi-1l', 'Semi-skimmed milk, 1 l', '1 l', 179, 100, 12, '2 percent', 'half', 'reduced', 'low', 'fat'],
      ['semi-2l', 'Semi-skimmed milk, 2 l', '2 l', 319, 60, 8, '2 percent', 'half', 'reduced', 'low', 'fat'],
      ['skim-1l', 'Skim milk', '1 l', 169, 70, 12, 'skimmed', 'nonfat', 'fat', 'free'],
      ['lactose-free-1l', 'Lactose-free milk', '1 l', 249, 35, 10],
    ],
  },
  {
    id: 'plant-milk',
    names: ['plant milk', 'plant milks', 'vegan milk', 'non-dairy milk', 'dairy-free milk'],
    goesWith: ['coffee', 'oats', 'cereal', 'bananas'],
    skus: [
      ['oat-1l', 'Oat milk', '1 l', 299, 80, 10],
      ['almond-1l', 'Unsweetened almond milk', '1 l', 279, 60, 10],
      ['soy-1l', 'Soy milk', '1 l', 249, 55, 10, 'soya'],
      ['coconut-400ml', 'Coconut milk', 'can of 400 ml', 229, 60, 12, 'tin'],
      ['rice-1l', 'Rice milk', '1 l', 259, 2, 6],
    ],
  },
  {
    id: 'butter',
    names: ['butter', 'butters'],
    usual: 'salted-250g',
    goesWith: ['bread', 'flour', 'jam', 'potatoes'],
    skus: [
      ['salted-250g', 'Salted butter', '250 g', 379, 90, 10],
      ['unsalted-250g', 'Unsalted butter', '250 g', 379, 85, 10, 'sweet', 'cream', 'baking'],
      ['spreadable-500g', 'Spreadable butter', '500 g', 549, 40, 6, 'tub', 'soft'],
      ['vegan-250g', 'Vegan butter', '250 g', 349, 30, 8, 'plant', '=margarine', 'dairy-free'],
    ],
  },
  {
    id: 'cheese',
    names: ['cheese', 'cheeses'],
    goesWith: ['bread', 'grapes', 'tomatoes', 'pasta'],
    skus: [
      ['cheddar-350g', 'Mature cheddar', '350 g', 549, 70, 8, 'sharp', 'block'],
      ['mozzarella-125g', 'Fresh mozzarella', '125 g', 229, 60, 10, 'ball'],
      ['parmesan-150g', 'Parmesan wedge', '150 g', 649, 30, 6, '=parmigiano', '=parmesan'],
      ['feta-200g', 'Feta', '200 g', 349, 45, 8, 'greek'],
      ['cream-180g', 'Cream cheese', '180 g', 279, 50, 8, 'soft', 'spread'],
      ['swiss-200g', 'Sliced Swiss cheese', '200 g', 399, 35, 8, '=emmental', 'slices'],
    ],
  },
  {
    id: 'yogurt',
    names: ['yogurt', 'yogurts', 'yoghurt', 'yoghourt'],
    usual: 'plain-500g',
    goesWith: ['berries', 'honey', 'oats', 'bananas'],
    skus: [
      ['plain-500g', 'Plain yogurt', '500 g', 249, 80, 10, 'natural'],
      ['greek-500g', 'Greek yogurt', '500 g', 399, 65, 8, 'strained'],
      ['strawberry-4', 'Strawberry yogurts', 'pack of 4', 299, 50, 8],
      ['vanilla-450g', 'Vanilla yogurt', '450 g', 299, 30, 8],
      ['coconut-350g', 'Dairy-free coconut yogurt', '350 g', 379, 25, 6, 'vegan', 'plant'],
    ],
  },
  {
    id: 'cream',
    names: ['cream', 'creams', 'dairy cream'],
    goesWith: ['berries', 'mushrooms', 'coffee', 'pasta'],
    skus: [
      ['heavy-300ml', 'Heavy cream', '300 ml', 299, 50, 8, 'double', 'whipping'],
      ['light-300ml', 'Light cream', '300 ml', 249, 40, 8, 'single', 'coffee'],
      ['sour-300ml', 'Sour cream', '300 ml', 229, 45, 8, 'soured'],
      ['fraiche-200ml', 'Crème fraîche', '200 ml', 259, 30, 8],
    ],
  },
])
