import { aisle } from '../family.ts'

export const dryGoods = aisle('Pasta, grains and baking', [
  {
    id: 'pasta',
    names: ['pasta', 'pastas'],
    goesWith: ['canned-tomatoes', 'cheese', 'garlic', 'olive-oil'],
    skus: [
      ['spaghetti-500g', 'Spaghetti', '500 g', 149, 120, 12],
      ['penne-500g', 'Penne', '500 g', 149, 110, 12, 'tubes'],
      ['fusilli-500g', 'Fusilli', '500 g', 149, 80, 12, 'spirals', 'twists'],
      ['macaroni-500g', 'Macaroni', '500 g', 139, 70, 12, 'elbow', 'elbows'],
      ['lasagne-500g', 'Lasagne sheets', '500 g', 199, 40, 8, '=lasagna', '=lasagne'],
      ['wholewheat-500g', 'Whole-wheat rigatoni', '500 g', 189, 30, 10, 'wholemeal', 'wholewheat', 'brown'],
      ['gluten-free-500g', 'Gluten-free farfalle', '500 g', 299, 20, 8, 'bows'],
    ],
  },
  {
    id: 'rice',
    names: ['rice', 'rices'],
    usual: 'basmati-1kg',
    goesWith: ['chicken', 'beans', 'soy-sauce', 'bell-peppers'],
    skus: [
      ['basmati-1kg', 'Basmati rice', '1 kg', 399, 80, 8, 'white', 'long', 'grain', '=basmati'],
      ['jasmine-1kg', 'Jasmine rice', '1 kg', 379, 60, 8, 'thai', 'fragrant'],
      ['brown-1kg', 'Brown rice', '1 kg', 349, 50, 8, 'wholegrain', 'whole', 'grain'],
      ['arborio-500g', 'Arborio risotto rice', '500 g', 329, 35, 8],
      ['sushi-500g', 'Sushi rice', '500 g', 299, 30, 8, 'sticky', 'short', 'grain'],
    ],
  },
  {
    id: 'noodles',
    names: ['noodle', 'noodles'],
    goesWith: ['soy-sauce', 'tofu', 'broccoli', 'chilies'],
    skus: [
      ['egg-250g', 'Egg noodles', '250 g', 199, 60, 10, 'chow', 'mein'],
      ['rice-250g', 'Rice noodles', '250 g', 229, 45, 10, 'pad', 'thai'],
      ['udon-300g', 'Udon noodles', '300 g', 249, 30, 8, '=udon'],
      ['instant-5', 'Instant ramen noodles', 'pack of 5', 399, 55, 6, 'cup', '=ramen'],
    ],
  },
  {
    id: 'flour',
    names: ['flour', 'flours'],
    usual: 'all-purpose-1kg',
    goesWith: ['sugar', 'butter', 'eggs', 'milk'],
    skus: [
      ['all-purpose-1kg', 'All-purpose flour', '1 kg', 159, 90, 8, 'plain', 'white'],
      ['self-rising-1kg', 'Self-rising flour', '1 kg', 179, 50, 8, 'self-raising', 'raising'],
      ['bread-1kg', 'Strong bread flour', '1 kg', 199, 55, 8],
      ['wholewheat-1kg', 'Whole-wheat flour', '1 kg', 209, 35, 8, 'wholemeal', 'wholewheat', 'brown'],
    ],
  },
  {
    id: 'sugar',
    names: ['sugar', 'sugars'],
    usual: 'white-1kg',
    goesWith: ['flour', 'butter', 'coffee', 'tea'],
    skus: [
      ['white-1kg', 'White granulated sugar', '1 kg', 169, 90, 8, 'table'],
      ['brown-500g', 'Light brown sugar', '500 g', 199, 45, 8, 'soft', 'muscovado'],
      ['superfine-500g', 'Superfine sugar', '500 g', 189, 35, 8, 'caster', 'castor', 'baker'],
      ['powdered-500g', 'Powdered sugar', '500 g', 199, 40, 8, 'icing', 'confectioner'],
    ],
  },
  {
    id: 'salt',
    names: ['salt', 'salts'],
    usual: 'fine-500g',
    goesWith: ['black-pepper', 'olive-oil', 'potatoes'],
    skus: [
      ['fine-500g', 'Fine sea salt', '500 g', 129, 80, 6, 'table'],
      ['flakes-250g', 'Sea salt flakes', '250 g', 349, 30, 6, 'flaky'],
      ['pink-400g', 'Pink Himalayan salt', '400 g', 329, 25, 6],
    ],
  },
  {
    id: 'black-pepper',
    names: ['black pepper', 'black peppers', 'pepper', 'peppercorns'],
    usual: 'ground-50g',
    goesWith: ['salt', 'beef', 'olive-oil'],
    skus: [
      ['ground-50g', 'Ground black pepper', '50 g', 249, 60, 6],
      ['whole-100g', 'Black peppercorns', '100 g', 399, 35, 6, 'whole'],
      ['grinder-45g', 'Black pepper grinder', '45 g', 329, 28, 4, 'mill'],
    ],
  },
  {
    id: 'oats',
    names: ['oat', 'oats', 'oatmeal', 'porridge', 'porridge oats'],
    usual: 'rolled-1kg',
    goesWith: ['milk', 'berries', 'honey', 'bananas'],
    skus: [
      ['rolled-1kg', 'Rolled oats', '1 kg', 299, 70, 8, 'old-fashioned'],
      ['quick-500g', 'Quick oats', '500 g', 219, 45, 8, 'instant'],
      ['steel-cut-750g', 'Steel-cut oats', '750 g', 399, 20, 6, 'pinhead', 'irish'],
    ],
  },
  {
    id: 'cereal',
    names: ['cereal', 'cereals', 'breakfast cereal'],
    goesWith: ['milk', 'berries', 'bananas', 'yogurt'],
    skus: [
      ['corn-flakes-500g', 'Corn flakes', '500 g', 349, 60, 8, '=cornflakes'],
      ['granola-450g', 'Honey granola', '450 g', 499, 40, 8, 'crunchy'],
      ['muesli-750g', 'Fruit muesli', '750 g', 449, 35, 8],
      ['bran-500g', 'Bran flakes', '500 g', 329, 30, 8, 'fibre', 'fiber'],
      ['choco-375g', 'Chocolate hoops', '375 g', 399, 35, 8, 'loops'],
    ],
  },
])
