import { aisle } from '../family.ts'

export const bakery = aisle('Bakery', [
  {
    id: 'bread',
    names: ['bread', 'breads', 'bread loaf'],
    usual: 'white-sliced',
    goesWith: ['butter', 'cheese', 'jam', 'eggs'],
    skus: [
      ['white-sliced', 'White sliced bread', '800 g loaf', 199, 90, 8, 'sandwich', 'toast'],
      ['wholewheat-sliced', 'Whole-wheat sliced bread', '800 g loaf', 219, 70, 8, 'wholemeal', 'wholewheat', 'brown'],
      ['sourdough', 'Sourdough loaf', '500 g loaf', 449, 35, 5, '=sourdough'],
      ['rye', 'Dark rye bread', '500 g loaf', 399, 20, 5, '=pumpernickel', 'black'],
      ['baguette', 'Baguette', 'each', 179, 60, 10, 'french', 'stick'],
      ['gluten-free', 'Gluten-free bread', '400 g loaf', 499, 15, 4],
    ],
  },
  {
    id: 'rolls',
    names: ['roll', 'rolls', 'bun', 'buns', 'bap'],
    goesWith: ['sausages', 'beef', 'ketchup', 'cheese'],
    skus: [
      ['burger-4', 'Burger buns', 'pack of 4', 229, 50, 10, '=hamburger', 'brioche'],
      ['hot-dog-6', 'Hot dog buns', 'pack of 6', 249, 40, 10, '=hotdog', 'finger'],
      ['dinner-8', 'Soft dinner rolls', 'pack of 8', 299, 35, 8, 'white', 'bread'],
      ['bagels-5', 'Plain bagels', 'pack of 5', 279, 45, 8],
    ],
  },
  {
    id: 'tortillas',
    names: ['tortilla', 'tortillas', 'wrap', 'tortilla wrap'],
    usual: 'flour-8',
    goesWith: ['avocados', 'beans', 'chicken', 'limes'],
    skus: [
      ['flour-8', 'Flour tortillas', 'pack of 8', 249, 70, 10, 'white', 'soft'],
      ['corn-12', 'Corn tortillas', 'pack of 12', 229, 50, 10, 'maize', 'taco'],
      ['wholewheat-8', 'Whole-wheat tortillas', 'pack of 8', 279, 40, 10, 'wholemeal', 'wholewheat', 'brown'],
      ['mini-12', 'Mini flour tortillas', 'pack of 12', 249, 25, 10, 'small', 'street'],
    ],
  },
])
