import { aisle } from '../family.ts'

export const saladAndHerbs = aisle('Salad and herbs', [
  {
    id: 'tomatoes',
    names: ['tomato', 'tomatoes'],
    usual: 'vine-500g',
    goesWith: ['onions', 'garlic', 'cheese', 'olive-oil'],
    skus: [
      ['vine-500g', 'Vine tomatoes', '500 g', 299, 70, 10],
      ['cherry-250g', 'Cherry tomatoes', '250 g', 279, 80, 10],
      ['plum-500g', 'Plum tomatoes', '500 g', 329, 40, 10, 'roma'],
      ['beef-single', 'Beef tomato, single', 'each', 89, 50, 20, 'beefsteak', 'one'],
    ],
  },
  {
    id: 'bell-peppers',
    names: ['bell pepper', 'bell peppers', 'pepper', 'capsicum', 'sweet pepper'],
    usual: 'mixed-3',
    goesWith: ['onions', 'chicken', 'tortillas', 'rice'],
    skus: [
      ['mixed-3', 'Mixed bell peppers', 'pack of 3', 399, 60, 10, 'traffic', 'light'],
      ['red-single', 'Red bell pepper', 'each', 139, 80, 20],
      ['green-single', 'Green bell pepper', 'each', 99, 70, 20],
      ['yellow-single', 'Yellow bell pepper', 'each', 139, 50, 20],
    ],
  },
  {
    id: 'chilies',
    names: ['chili', 'chilies', 'chilli', 'chillies', 'chile', 'hot pepper', 'chili pepper'],
    goesWith: ['limes', 'cilantro', 'garlic', 'beans'],
    skus: [
      ['jalapeno-single', 'Jalapeño, single', 'each', 35, 90, 20, 'green', 'one'],
      ['red-60g', 'Red chilies', '60 g', 119, 50, 10],
      ['birds-eye-30g', "Bird's eye chilies", '30 g', 139, 25, 10, 'thai', 'hot'],
      ['habanero-60g', 'Habanero chilies', '60 g', 179, 3, 5, 'scotch', 'bonnet'],
    ],
  },
  {
    id: 'cucumbers',
    names: ['cucumber', 'cucumbers', 'cuke'],
    usual: 'single',
    goesWith: ['tomatoes', 'yogurt', 'lettuce'],
    skus: [
      ['single', 'Cucumber, single', 'each', 109, 90, 15, 'one', 'english'],
      ['half', 'Half cucumber', 'each', 69, 30, 10],
      ['mini-6', 'Mini cucumbers', 'pack of 6', 299, 35, 8, 'persian', 'snack'],
    ],
  },
  {
    id: 'lettuce',
    names: ['lettuce', 'lettuces', 'salad leaves'],
    goesWith: ['tomatoes', 'cucumbers', 'chicken', 'olive-oil'],
    skus: [
      ['iceberg', 'Iceberg lettuce', 'each', 149, 50, 10, '=iceberg'],
      ['romaine-2', 'Romaine hearts', 'pack of 2', 249, 40, 8, 'cos', 'little', 'gem', '=romaine'],
      ['mixed-150g', 'Mixed salad leaves', '150 g', 299, 45, 8, 'bag'],
      ['arugula-100g', 'Arugula', '100 g', 249, 30, 8, '=rocket'],
      ['spinach-200g', 'Baby spinach', '200 g', 279, 50, 8],
    ],
  },
  {
    id: 'cilantro',
    names: ['cilantro', 'cilantros', 'coriander', 'fresh coriander'],
    usual: 'bunch',
    goesWith: ['limes', 'avocados', 'chilies', 'rice'],
    skus: [
      ['bunch', 'Cilantro bunch', 'bunch', 129, 60, 10],
      ['pot', 'Living cilantro pot', 'pot', 279, 18, 5, 'plant'],
      ['seeds-40g', 'Ground coriander', '40 g', 249, 40, 6, 'spice', 'powder'],
    ],
  },
])
