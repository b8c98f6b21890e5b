import { aisle } from '../family.ts'

export const meatAndFish = aisle('Meat, fish and tofu', [
  {
    id: 'chicken',
    names: ['chicken', 'chickens'],
    goesWith: ['rice', 'bell-peppers', 'garlic', 'lemons'],
    skus: [
      ['breast-500g', 'Chicken breast fillets', '500 g', 749, 60, 8],
      ['thighs-600g', 'Chicken thighs', '600 g', 599, 45, 8, 'legs'],
      ['whole-1600g', 'Whole chicken', '1.6 kg', 999, 20, 4, 'roasting'],
      ['wings-1kg', 'Chicken wings', '1 kg', 699, 30, 5],
      ['ground-450g', 'Ground chicken', '450 g', 549, 18, 6, '=mince', 'minced'],
    ],
  },
  {
    id: 'beef',
    names: ['beef', 'beefs'],
    goesWith: ['onions', 'canned-tomatoes', 'rolls', 'potatoes'],
    skus: [
      ['ground-500g', 'Ground beef', '500 g', 649, 70, 8, '=mince', 'minced', '=hamburger'],
      ['lean-ground-500g', 'Lean 5% beef mince', '500 g', 799, 40, 8, 'minced', 'ground', 'extra'],
      ['ribeye-250g', 'Ribeye steak', '250 g', 1099, 24, 6, '=ribeye'],
      ['sirloin-250g', 'Sirloin steak', '250 g', 949, 24, 6, 'strip', '=sirloin'],
      ['stew-500g', 'Diced stewing beef', '500 g', 849, 20, 6, 'braising', 'chuck'],
      ['burgers-4', 'Beef burgers', 'pack of 4', 699, 35, 6, '=patties', '=hamburgers'],
    ],
  },
  {
    id: 'bacon',
    names: ['bacon', 'bacons', 'rashers'],
    usual: 'smoked-250g',
    goesWith: ['eggs', 'bread', 'tomatoes', 'pasta'],
    skus: [
      ['smoked-250g', 'Smoked streaky bacon', '250 g', 449, 55, 8],
      ['unsmoked-250g', 'Unsmoked back bacon', '250 g', 449, 40, 8],
      ['thick-340g', 'Thick-cut bacon', '340 g', 649, 25, 6],
      ['turkey-200g', 'Turkey bacon', '200 g', 429, 15, 6],
    ],
  },
  {
    id: 'sausages',
    names: ['sausage', 'sausages', 'bangers'],
    usual: 'pork-8',
    goesWith: ['rolls', 'potatoes', 'onions', 'ketchup'],
    skus: [
      ['pork-8', 'Pork sausages', 'pack of 8', 499, 50, 8],
      ['frankfurters-10', 'Frankfurters', 'pack of 10', 449, 35, 8, 'hot', '=dogs', '=wieners'],
      ['chorizo-200g', 'Chorizo ring', '200 g', 529, 22, 6, 'spanish', '=chorizo'],
      ['vegan-6', 'Vegan sausages', 'pack of 6', 479, 25, 8, 'plant', 'vegetarian', 'veggie', 'meat-free'],
    ],
  },
  {
    id: 'salmon',
    names: ['salmon', 'salmons'],
    usual: 'fillets-2',
    goesWith: ['lemons', 'rice', 'broccoli', 'potatoes'],
    skus: [
      ['fillets-2', 'Salmon fillets', 'pack of 2', 1099, 40, 6],
      ['smoked-100g', 'Smoked salmon', '100 g', 699, 30, 6, '=lox'],
      ['side-1kg', 'Side of salmon', '1 kg', 2899, 6, 2],
      ['wild-frozen-500g', 'Frozen wild salmon', '500 g', 1499, 12, 4],
    ],
  },
  {
    id: 'tofu',
    names: ['tofu', 'tofus', 'bean curd'],
    usual: 'firm-400g',
    goesWith: ['soy-sauce', 'noodles', 'broccoli', 'rice'],
    skus: [
      ['firm-400g', 'Firm tofu', '400 g', 279, 50, 8],
      ['silken-300g', 'Silken tofu', '300 g', 249, 30, 8, 'soft'],
      ['smoked-225g', 'Smoked tofu', '225 g', 349, 25, 8],
      ['marinated-160g', 'Marinated tofu pieces', '160 g', 379, 0, 8],
    ],
  },
])
