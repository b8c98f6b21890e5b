import { aisle } from '../family.ts'

export const snacksAndFrozen = aisle('Snacks and frozen', [
  {
    id: 'chocolate',
    names: ['chocolate', 'chocolates', 'chocolate bar'],
    goesWith: ['cookies', 'milk', 'berries', 'coffee'],
    skus: [
      ['milk-100g', 'Milk chocolate', '100 g', 249, 90, 12],
      ['dark-100g', 'Dark chocolate, 70%', '100 g', 279, 70, 12, 'plain', 'bittersweet'],
      ['white-100g', 'White chocolate', '100 g', 249, 40, 12],
      ['hazelnut-100g', 'Hazelnut chocolate', '100 g', 299, 35, 12, 'nut'],
      ['chips-300g', 'Dark baking drops', '300 g', 449, 25, 6, 'chips', 'baking'],
    ],
  },
  {
    id: 'cookies',
    names: ['cookie', 'cookies', 'biscuit', 'biscuits'],
    goesWith: ['milk', 'tea', 'coffee', 'ice-cream'],
    skus: [
      ['choc-chip-200g', 'Chocolate chip cookies', '200 g', 229, 70, 10, 'choc'],
      ['oat-300g', 'Oat cookies', '300 g', 249, 45, 10, 'oatmeal'],
      ['shortbread-250g', 'All-butter shortbread', '250 g', 349, 35, 8],
      ['digestive-400g', 'Wheat digestives', '400 g', 199, 50, 10, 'graham', 'crackers'],
      ['ginger-300g', 'Ginger snaps', '300 g', 199, 30, 10, 'nuts'],
    ],
  },
  {
    id: 'potato-chips',
    names: ['potato chip', 'potato chips', 'chip', 'chips', 'crisp', 'crisps', 'potato crisps'],
    goesWith: ['soda', 'avocados', 'cream'],
    skus: [
      ['salted-150g', 'Sea salt potato chips', '150 g', 249, 80, 10, 'plain', 'ready', 'salted'],
      ['vinegar-150g', 'Salt and vinegar potato chips', '150 g', 249, 60, 10],
      ['paprika-150g', 'Smoked paprika potato chips', '150 g', 249, 45, 10, 'bbq', 'barbecue'],
      ['tortilla-300g', 'Tortilla chips', '300 g', 299, 60, 8, '=nachos', 'corn'],
    ],
  },
  {
    id: 'ice-cream',
    names: ['ice cream', 'ice creams', 'icecream', 'gelato'],
    goesWith: ['berries', 'cookies', 'chocolate'],
    skus: [
      ['vanilla-900ml', 'Vanilla ice cream', '900 ml', 549, 50, 5],
      ['chocolate-900ml', 'Chocolate ice cream', '900 ml', 549, 45, 5],
      ['strawberry-500ml', 'Strawberry ice cream', '500 ml', 499, 30, 5],
      ['cookie-dough-500ml', 'Cookie dough ice cream', '500 ml', 649, 25, 5],
      ['vegan-coconut-500ml', 'Vegan coconut ice cream', '500 ml', 599, 0, 5, 'dairy-free', 'plant'],
    ],
  },
  {
    id: 'pizza',
    names: ['pizza', 'pizzas'],
    goesWith: ['soda', 'lettuce', 'ice-cream'],
    skus: [
      ['margherita', 'Margherita pizza', '340 g', 449, 50, 8, 'cheese', 'plain', 'margarita', '=margherita'],
      ['pepperoni', 'Pepperoni pizza', '350 g', 499, 50, 8],
      ['vegetable', 'Roasted vegetable pizza', '380 g', 499, 35, 8, 'veggie', 'vegetarian'],
      ['dough-2', 'Fresh pizza dough', 'pack of 2', 329, 20, 6, 'base', 'bases'],
    ],
  },
  {
    id: 'fries',
    names: ['fry', 'fries', 'french fries', 'chip', 'chips', 'oven chips', 'frozen chips'],
    usual: 'straight-1kg',
    goesWith: ['ketchup', 'beef', 'mayonnaise', 'sausages'],
    skus: [
      ['straight-1kg', 'Straight-cut oven fries', '1 kg', 349, 60, 6],
      ['skinny-900g', 'Skinny fries', '900 g', 349, 45, 6, 'thin', 'shoestring'],
      ['sweet-potato-500g', 'Sweet potato fries', '500 g', 399, 30, 6],
      ['wedges-750g', 'Seasoned potato wedges', '750 g', 329, 30, 6],
    ],
  },
])
